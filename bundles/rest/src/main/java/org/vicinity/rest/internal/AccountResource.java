package org.vicinity.rest.internal;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PATCH;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vicinity.enrollment.Account;
import org.vicinity.enrollment.Preferences;
import org.vicinity.enrollment.Session;
import org.vicinity.enrollment.TrackedAddress;
import org.vicinity.enrollment.TrackedAddressRequest;
import org.vicinity.rest.internal.Call.By;

/** A subscriber's own account, places and follows. */
@Component(service = AccountResource.class)
@ApiResource
@Path("/v1/account")
@Produces(MediaType.APPLICATION_JSON)
public final class AccountResource {
    private final Services services;
    private final Gate gate;

    @Activate
    public AccountResource(@Reference Services services, @Reference Gate gate) {
        this.services = services;
        this.gate = gate;
    }

    @GET
    @Call(
            value = "The account with its places and follows",
            by = By.SUBSCRIBER,
            answers = {"200 Account", "401 not-logged-in"})
    public Response account(@Context HttpServletRequest request) {
        var session = gate.session(request);
        return own(200, account(session, services.accounts().account(session.subscriberId())));
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Call(
            value = "Changes language or preferences",
            by = By.SUBSCRIBER,
            body = "AccountChange",
            answers = {"200 Account", "401 not-logged-in", "403 csrf", "422 invalid-field"})
    public Response change(@Context HttpServletRequest request, InputStream body) {
        var session = gate.changingSession(request);
        var form = Json.read(body);
        var accounts = services.accounts();
        var language = form.has("language") ? Optional.of(form.text("language")) : Optional.<String>empty();
        var preferences = Optional.<Preferences>empty();
        if (form.has("preferences")) {
            var old = accounts.account(session.subscriberId()).preferences();
            var chosen = form.object("preferences");
            preferences = Optional.of(new Preferences(
                    chosen.flag("paused", old.paused()),
                    chosen.flag("movedOut", old.movedOut()),
                    chosen.flag("statusChanges", old.statusChanges())));
        }
        form.check();
        return own(200, account(session, accounts.change(session.subscriberId(), language, preferences)));
    }

    @DELETE
    @Consumes(MediaType.APPLICATION_JSON)
    @Call(
            value = "Un-enrolls",
            by = By.SUBSCRIBER,
            body = "UnenrollmentRequest",
            answers = {"204", "401 wrong-credentials", "403 csrf", "422 invalid-field"})
    public Response unenroll(@Context HttpServletRequest request, InputStream body) {
        var session = gate.changingSession(request);
        var form = Json.read(body);
        var password = form.required("password");
        form.check();
        services.enrollment().unenroll(session.subscriberId(), password);
        return Response.noContent()
                .header(HttpHeaders.SET_COOKIE, gate.setCookie(Gate.SESSION_COOKIE, "", Optional.of(Duration.ZERO)))
                .build();
    }

    @GET
    @Path("/addresses")
    @Call(
            value = "The tracked addresses",
            by = By.SUBSCRIBER,
            answers = {"200 TrackedAddresses", "401 not-logged-in"})
    public Response addresses(@Context HttpServletRequest request) {
        var session = gate.session(request);
        return own(
                200,
                services.accounts().account(session.subscriberId()).addresses().stream()
                        .map(Json::tracked)
                        .toList());
    }

    @POST
    @Path("/addresses")
    @Consumes(MediaType.APPLICATION_JSON)
    @Call(
            value = "Tracks an address",
            by = By.SUBSCRIBER,
            body = "TrackedAddressRequest",
            answers = {
                "201 TrackedAddress",
                "401 not-logged-in",
                "403 csrf",
                "409 limit-reached",
                "422 unmappable-address"
            })
    public Response track(@Context HttpServletRequest request, InputStream body) {
        var session = gate.changingSession(request);
        var tracked = services.accounts().track(session.subscriberId(), trackedAddress(Json.read(body)));
        return own(201, Json.tracked(tracked));
    }

    @GET
    @Path("/addresses/{id}")
    @Call(
            value = "A tracked address",
            by = By.SUBSCRIBER,
            answers = {"200 TrackedAddress", "401 not-logged-in", "404 not-found"})
    public Response address(@Context HttpServletRequest request, @PathParam("id") String id) {
        var session = gate.session(request);
        long number = number(id);
        return own(
                200,
                services.accounts().account(session.subscriberId()).addresses().stream()
                        .filter(address -> address.id() == number)
                        .map(Json::tracked)
                        .findFirst()
                        .orElseThrow(Problem::notFound));
    }

    @PUT
    @Path("/addresses/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Call(
            value = "Changes a tracked address",
            by = By.SUBSCRIBER,
            body = "TrackedAddressRequest",
            answers = {"200 TrackedAddress", "401 not-logged-in", "403 csrf", "404 not-found", "422 unmappable-address"
            })
    public Response changeTracked(@Context HttpServletRequest request, @PathParam("id") String id, InputStream body) {
        var session = gate.changingSession(request);
        TrackedAddress tracked =
                services.accounts().changeTracked(session.subscriberId(), number(id), trackedAddress(Json.read(body)));
        return own(200, Json.tracked(tracked));
    }

    @DELETE
    @Path("/addresses/{id}")
    @Call(
            value = "Stops tracking an address",
            by = By.SUBSCRIBER,
            answers = {"204", "401 not-logged-in", "403 csrf", "404 not-found"})
    public Response untrack(@Context HttpServletRequest request, @PathParam("id") String id) {
        var session = gate.changingSession(request);
        services.accounts().untrack(session.subscriberId(), number(id));
        return Response.noContent().build();
    }

    @GET
    @Path("/offenders")
    @Call(
            value = "The followed offenders",
            by = By.SUBSCRIBER,
            answers = {"200 FollowedOffenders", "401 not-logged-in"})
    public Response offenders(@Context HttpServletRequest request) {
        var session = gate.session(request);
        return own(200, offenders(services.accounts().account(session.subscriberId())));
    }

    @PUT
    @Path("/offenders/{offenderId}")
    @Call(
            value = "Follows an offender, told by these channels; 200 where followed before",
            by = By.SUBSCRIBER,
            answers = {
                "200 FollowedOffender",
                "201 FollowedOffender",
                "401 not-logged-in",
                "403 csrf",
                "404 not-found",
                "409 limit-reached"
            })
    public Response follow(
            @Context HttpServletRequest request,
            @PathParam("offenderId") String offenderId,
            @QueryParam("channel") List<String> channels) {
        var session = gate.changingSession(request);
        boolean isNew = services.accounts().follow(session.subscriberId(), offenderId, channels);
        var follow = services.accounts().account(session.subscriberId()).follows().stream()
                .filter(followed -> followed.offenderId().equals(offenderId))
                .findFirst()
                .orElseThrow(Problem::notFound);
        return own(isNew ? 201 : 200, follow(follow));
    }

    @DELETE
    @Path("/offenders/{offenderId}")
    @Call(
            value = "Stops following an offender",
            by = By.SUBSCRIBER,
            answers = {"204", "401 not-logged-in", "403 csrf", "404 not-found"})
    public Response unfollow(@Context HttpServletRequest request, @PathParam("offenderId") String offenderId) {
        var session = gate.changingSession(request);
        services.accounts().unfollow(session.subscriberId(), offenderId);
        return Response.noContent().build();
    }

    @PUT
    @Path("/channels/{channelName}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Call(
            value = "Gives a channel the address it delivers to",
            by = By.SUBSCRIBER,
            body = "ChannelAddress",
            answers = {"200 Channel", "401 not-logged-in", "403 csrf", "404 not-found", "422 invalid-field"})
    public Response setChannel(
            @Context HttpServletRequest request, @PathParam("channelName") String name, InputStream body) {
        var session = gate.changingSession(request);
        var form = Json.read(body);
        var address = form.required("address");
        form.check();
        return own(200, channel(services.accounts().setAddress(session.subscriberId(), name, address)));
    }

    @DELETE
    @Path("/channels/{channelName}")
    @Call(
            value = "Takes a channel's address away",
            by = By.SUBSCRIBER,
            answers = {"204", "401 not-logged-in", "403 csrf", "404 not-found"})
    public Response removeChannel(@Context HttpServletRequest request, @PathParam("channelName") String name) {
        var session = gate.changingSession(request);
        services.accounts().removeAddress(session.subscriberId(), name);
        return Response.noContent().build();
    }

    @GET
    @Path("/forecast")
    @Call(
            value = "What a place would have been told",
            by = By.SUBSCRIBER,
            answers = {"200 Forecast", "401 not-logged-in", "422 invalid-field"})
    public Response forecast(
            @Context HttpServletRequest request,
            @QueryParam("lat") String latitude,
            @QueryParam("lon") String longitude,
            @QueryParam("radiusFeet") String radiusFeet) {
        gate.session(request);
        var limits = services.accounts().limits();
        var centre = Parameters.location(latitude, longitude);
        if (centre == null) {
            throw Problem.field("lat", "required");
        }
        if (radiusFeet == null) {
            throw Problem.field("radiusFeet", "required");
        }
        int radius =
                Parameters.between("radiusFeet", radiusFeet, 0, limits.minimumRadiusFeet(), limits.maximumRadiusFeet());
        var forecast = services.registry().forecast(centre, radius);
        return own(200, Json.map("insideNow", forecast.insideNow(), "alertsLast90Days", forecast.alertsLast90Days()));
    }

    private static TrackedAddressRequest trackedAddress(Form form) {
        var location = form.location("location");
        var address = location == null ? form.required("address") : form.text("address");
        var radius = form.integer("radiusFeet");
        if (!form.has("radiusFeet")) {
            form.error("radiusFeet", "required");
        }
        var label = form.text("label");
        var channels = form.texts("channels");
        form.check();
        return new TrackedAddressRequest(address, radius, label, location, channels);
    }

    private Map<String, Object> account(Session session, Account account) {
        return Json.map(
                "csrfToken", session.csrfToken(),
                "email", account.email(),
                "language", account.language(),
                "enrolledAt", Json.text(account.enrolledAt()),
                "preferences",
                        Json.map(
                                "paused", account.preferences().paused(),
                                "movedOut", account.preferences().movedOut(),
                                "statusChanges", account.preferences().statusChanges()),
                "addresses", account.addresses().stream().map(Json::tracked).toList(),
                "offenders", offenders(account),
                "channels",
                        account.channels().stream()
                                .map(AccountResource::channel)
                                .toList());
    }

    private List<Map<String, Object>> offenders(Account account) {
        return account.follows().stream().map(this::follow).toList();
    }

    /** With the name while the offender is in the registry. */
    private Map<String, Object> follow(Account.Follow follow) {
        return Json.map(
                "id",
                follow.offenderId(),
                "name",
                services.registry()
                        .find(follow.offenderId())
                        .map(offender -> offender.name().full())
                        .orElse(""),
                "channels",
                follow.channels());
    }

    private static Map<String, Object> channel(Account.Channel channel) {
        return Json.map("name", channel.name(), "ownAddress", channel.ownAddress(), "address", channel.address());
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw Problem.notFound();
        }
    }

    private static Response own(int status, Object value) {
        return Json.answer(status, value).build();
    }
}
