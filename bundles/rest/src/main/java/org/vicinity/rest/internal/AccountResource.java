package org.vicinity.rest.internal;

import java.io.InputStream;
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
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtensionSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;
import org.vicinity.enrollment.Account;
import org.vicinity.enrollment.EnrollmentException;
import org.vicinity.enrollment.Preferences;
import org.vicinity.enrollment.Session;
import org.vicinity.enrollment.TrackedAddressRequest;
import org.vicinity.geocoding.Location;

/** Enrollment, sessions and everything a subscriber does with the own account. */
@Component(service = AccountResource.class)
@JaxrsResource
@JaxrsExtensionSelect("(osgi.jaxrs.name=" + ProblemMapper.NAME + ")")
@Path("/v1")
@Produces({"application/json", Problem.MEDIA_TYPE})
@Consumes({"application/json", "*/*"})
public final class AccountResource {
    private static final long LINK_SECONDS = 48 * 3600L;
    private static final int LABEL_LIMIT = 100;
    private static final int ADDRESS_LIMIT = 300;

    private final Parts parts;
    private final Access access;

    @Activate
    public AccountResource(@Reference Parts parts, @Reference Access access) {
        this.parts = parts;
        this.access = access;
    }

    record Enroll(String email, String password, String language) {}

    record Confirm(String token, String password) {}

    record Credentials(String email, String password) {}

    record Reset(String email, String newPassword) {}

    record Password(String password) {}

    record Tracked(String address, Integer radiusFeet, String label, Point location) {}

    record Point(Double latitude, Double longitude) {}

    record Change(String language, ChangedPreferences preferences) {}

    record ChangedPreferences(Boolean paused, Boolean movedOut, Boolean statusChanges) {}

    // ---- without a session ----

    @POST
    @Path("/enrollments")
    public Response enroll(InputStream body, @Context HttpServletRequest request) {
        access.limitRequests(request);
        Enroll asked = Json.read(body, Enroll.class);
        String secret = parts.enrollment()
                .enroll(
                        given("email", asked.email()),
                        given("password", asked.password()),
                        asked.language() == null ? "en" : asked.language());
        return Response.accepted()
                .header("Set-Cookie", access.setCookie(Access.BROWSER_COOKIE, secret, LINK_SECONDS))
                .build();
    }

    @POST
    @Path("/enrollments/confirmations")
    public Response confirm(InputStream body, @Context HttpServletRequest request) {
        access.limitCalls(request);
        Confirm asked = Json.read(body, Confirm.class);
        boolean first = parts.enrollment()
                .confirm(
                        given("token", asked.token()),
                        Access.cookie(request, Access.BROWSER_COOKIE),
                        orEmpty(asked.password()));
        return first
                ? Response.noContent().build()
                : Response.ok(Json.write(Map.of("alreadyConfirmed", true))).build();
    }

    @POST
    @Path("/password-resets")
    public Response reset(InputStream body, @Context HttpServletRequest request) {
        access.limitRequests(request);
        Reset asked = Json.read(body, Reset.class);
        String secret = parts.enrollment()
                .requestPasswordReset(given("email", asked.email()), given("newPassword", asked.newPassword()));
        return Response.accepted()
                .header("Set-Cookie", access.setCookie(Access.BROWSER_COOKIE, secret, LINK_SECONDS))
                .build();
    }

    @POST
    @Path("/password-resets/confirmations")
    public Response confirmReset(InputStream body, @Context HttpServletRequest request) {
        access.limitCalls(request);
        Confirm asked = Json.read(body, Confirm.class);
        parts.enrollment()
                .confirmPasswordReset(
                        given("token", asked.token()),
                        Access.cookie(request, Access.BROWSER_COOKIE),
                        orEmpty(asked.password()));
        return Response.noContent().build();
    }

    @POST
    @Path("/sessions")
    public Response logIn(InputStream body, @Context HttpServletRequest request) {
        access.limitCalls(request);
        Credentials given = Json.read(body, Credentials.class);
        Session session = parts.enrollment().logIn(given("email", given.email()), given("password", given.password()));
        return Response.status(201)
                .header("Set-Cookie", access.setCookie(Access.SESSION_COOKIE, session.token(), 12 * 3600L))
                .header("Cache-Control", "no-store")
                .entity(Json.write(Map.of("csrfToken", session.csrfToken())))
                .build();
    }

    // ---- with one ----

    @DELETE
    @Path("/sessions/current")
    public Response logOut(@Context HttpServletRequest request) {
        parts.enrollment().logOut(access.session(request).token());
        return Response.noContent()
                .header("Set-Cookie", access.setCookie(Access.SESSION_COOKIE, "", 0))
                .build();
    }

    @GET
    @Path("/account")
    public Response account(@Context HttpServletRequest request) {
        Session session = access.session(request);
        return answer(200, wire(session, parts.accounts().account(session.subscriberId())));
    }

    @PATCH
    @Path("/account")
    public Response change(InputStream body, @Context HttpServletRequest request) {
        Session session = access.session(request);
        Change asked = Json.read(body, Change.class);
        Preferences now = parts.accounts().account(session.subscriberId()).preferences();
        Optional<Preferences> preferences = Optional.ofNullable(asked.preferences())
                .map(changed -> new Preferences(
                        or(changed.paused(), now.paused()),
                        or(changed.movedOut(), now.movedOut()),
                        or(changed.statusChanges(), now.statusChanges())));
        Account account =
                parts.accounts().change(session.subscriberId(), Optional.ofNullable(asked.language()), preferences);
        return answer(200, wire(session, account));
    }

    @DELETE
    @Path("/account")
    public Response unenroll(InputStream body, @Context HttpServletRequest request) {
        Session session = access.session(request);
        Password given = Json.read(body, Password.class);
        parts.enrollment().unenroll(session.subscriberId(), given("password", given.password()));
        return Response.noContent()
                .header("Set-Cookie", access.setCookie(Access.SESSION_COOKIE, "", 0))
                .build();
    }

    @GET
    @Path("/account/addresses")
    public Response addresses(@Context HttpServletRequest request) {
        Session session = access.session(request);
        return answer(
                200,
                parts.accounts().account(session.subscriberId()).addresses().stream()
                        .map(Wire::tracked)
                        .toList());
    }

    @POST
    @Path("/account/addresses")
    public Response track(InputStream body, @Context HttpServletRequest request) {
        Session session = access.session(request);
        return answer(201, Wire.tracked(parts.accounts().track(session.subscriberId(), tracked(body))));
    }

    @GET
    @Path("/account/addresses/{id}")
    public Response address(@PathParam("id") String id, @Context HttpServletRequest request) {
        Session session = access.session(request);
        long wanted = id(id);
        return parts.accounts().account(session.subscriberId()).addresses().stream()
                .filter(tracked -> tracked.id() == wanted)
                .findFirst()
                .map(tracked -> answer(200, Wire.tracked(tracked)))
                .orElseThrow(EnrollmentException.NotFound::new);
    }

    @PUT
    @Path("/account/addresses/{id}")
    public Response changeTracked(@PathParam("id") String id, InputStream body, @Context HttpServletRequest request) {
        Session session = access.session(request);
        return answer(200, Wire.tracked(parts.accounts().changeTracked(session.subscriberId(), id(id), tracked(body))));
    }

    @DELETE
    @Path("/account/addresses/{id}")
    public Response untrack(@PathParam("id") String id, @Context HttpServletRequest request) {
        parts.accounts().untrack(access.session(request).subscriberId(), id(id));
        return Response.noContent().build();
    }

    @GET
    @Path("/account/offenders")
    public Response offenders(@Context HttpServletRequest request) {
        Session session = access.session(request);
        return answer(
                200,
                parts.accounts().account(session.subscriberId()).offenders().stream()
                        .map(this::followed)
                        .toList());
    }

    @PUT
    @Path("/account/offenders/{id}")
    public Response follow(@PathParam("id") String id, @Context HttpServletRequest request) {
        boolean added = parts.accounts().follow(access.session(request).subscriberId(), id);
        return answer(added ? 201 : 200, followed(id));
    }

    @DELETE
    @Path("/account/offenders/{id}")
    public Response unfollow(@PathParam("id") String id, @Context HttpServletRequest request) {
        parts.accounts().unfollow(access.session(request).subscriberId(), id);
        return Response.noContent().build();
    }

    @GET
    @Path("/account/forecast")
    public Response forecast(
            @QueryParam("lat") String latitude,
            @QueryParam("lon") String longitude,
            @QueryParam("radiusFeet") String radiusFeet,
            @Context HttpServletRequest request) {
        access.session(request);
        return answer(
                200,
                parts.registry()
                        .forecast(Parameters.location(latitude, longitude), Parameters.radius(radiusFeet, parts)));
    }

    private Map<String, Object> wire(Session session, Account account) {
        return Wire.members(
                "csrfToken", session.csrfToken(),
                "email", account.email(),
                "language", account.language(),
                "enrolledAt", account.enrolledAt(),
                "preferences", account.preferences(),
                "addresses", account.addresses().stream().map(Wire::tracked).toList(),
                "offenders", account.offenders().stream().map(this::followed).toList());
    }

    private Map<String, Object> followed(String id) {
        return Wire.members(
                "id",
                id,
                "name",
                parts.registry().find(id).map(record -> record.name().full()).orElse(""));
    }

    private static TrackedAddressRequest tracked(InputStream body) {
        Tracked asked = Json.read(body, Tracked.class);
        String address = given("address", asked.address());
        if (address.length() > ADDRESS_LIMIT) {
            throw Problem.field(422, "address", "This is too long.");
        }
        if (asked.radiusFeet() == null) {
            throw Problem.field(422, "radiusFeet", "Please give a radius.");
        }
        String label = orEmpty(asked.label());
        if (label.length() > LABEL_LIMIT) {
            throw Problem.field(422, "label", "This is too long.");
        }
        return new TrackedAddressRequest(address, asked.radiusFeet(), label, location("location", asked.location()));
    }

    static Location location(String field, Point point) {
        if (point == null) {
            return null;
        }
        if (point.latitude() == null || point.longitude() == null) {
            throw Problem.field(422, field, "Please give latitude and longitude.");
        }
        try {
            return new Location(point.latitude(), point.longitude());
        } catch (IllegalArgumentException e) {
            throw Problem.field(422, field, "This is not a place on the earth.");
        }
    }

    private static long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new EnrollmentException.NotFound();
        }
    }

    private static String given(String field, String value) {
        if (value == null || value.isBlank()) {
            throw Problem.field(422, field, "This is needed.");
        }
        return value;
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }

    private static boolean or(Boolean value, boolean otherwise) {
        return value == null ? otherwise : value;
    }

    /** What tells who watches what is not to be kept anywhere on its way. */
    private static Response answer(int status, Object entity) {
        return Response.status(status)
                .header("Cache-Control", "no-store")
                .entity(Json.write(entity))
                .build();
    }
}
