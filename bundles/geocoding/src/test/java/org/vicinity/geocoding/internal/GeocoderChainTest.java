package org.vicinity.geocoding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.BatchGeocoder;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeAnswer.Reason;
import org.vicinity.geocoding.GeocodeQuery;
import org.vicinity.geocoding.Geocoder;
import org.vicinity.geocoding.GeocoderComparison.Opinion;
import org.vicinity.geocoding.GeocoderStatus;
import org.vicinity.geocoding.GeocodingException;
import org.vicinity.geocoding.GeocodingUnavailableException;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;
import org.vicinity.geocoding.testkit.Said;

@Timeout(60)
class GeocoderChainTest {
    private static final AddressParser PARSER = new RuleBasedAddressParser();
    private static final String ADDRESS = "1200 Olive St, St. Louis, MO 63103";
    private static final Location HERE = new Location(38.63, -90.2);

    private final List<GeocoderChain> chains = new ArrayList<>();

    @AfterEach
    void stop() {
        chains.forEach(GeocoderChain::deactivate);
    }

    @Test
    void asksTheBestRankedFirstAndNoOtherWhereItsAnswerIsGoodEnough() {
        var other = new AtomicInteger();
        GeocoderChain chain = chain(Map.of());
        add(chain, "low", 10, query -> {
            other.incrementAndGet();
            return found(Precision.ROOFTOP, HERE);
        });
        add(chain, "high", 100, query -> found(Precision.PARCEL, HERE));

        GeocodeAnswer answer = chain.geocode(ADDRESS);

        assertThat(answer.candidates())
                .singleElement()
                .returns("high", Candidate::provider)
                .returns(Precision.PARCEL, Candidate::precision);
        assertThat(answer.reason()).isEqualTo(Reason.NONE);
        assertThat(other).hasValue(0);
    }

    @Test
    void takesARankingFromAFileWithoutTypes() {
        GeocoderChain chain = chain(Map.of());
        add(chain, "typed", 50, query -> found(Precision.ROOFTOP, HERE));
        chain.addGeocoder(
                geocoder("text", false, query -> found(Precision.ROOFTOP, HERE)), Map.of("service.ranking", "60"));

        assertThat(chain.geocoders()).extracting(GeocoderStatus::name).containsExactly("text", "typed");
    }

    @Test
    void givesGeocodersTheAddressUnderstood() {
        List<GeocodeQuery> queries = new ArrayList<>();
        GeocoderChain chain = chain(Map.of());
        add(chain, "any", 1, query -> {
            queries.add(query);
            return found(Precision.ROOFTOP, HERE);
        });

        chain.geocode("  1200 olive street, saint louis, missouri  ");

        assertThat(queries)
                .singleElement()
                .satisfies(query -> assertThat(query.components().suffix()).isEqualTo("St"))
                .satisfies(query -> assertThat(query.components().state()).isEqualTo("MO"))
                .satisfies(query -> assertThat(query.text()).startsWith("1200").endsWith("missouri"));
    }

    @Test
    void goesOnWhereTheAnswerIsNotPreciseAndPutsThePreciseFirst() {
        GeocoderChain chain = chain(Map.of());
        add(chain, "first", 100, query -> found(Precision.STREET, new Location(38.64, -90.2)));
        add(chain, "second", 50, query -> found(Precision.PARCEL, HERE));

        GeocodeAnswer answer = chain.geocode(ADDRESS);

        assertThat(answer.candidates()).extracting(Candidate::provider).containsExactly("second", "first");
        assertThat(answer.mappable()).get().returns("second", Candidate::provider);
    }

    @Test
    void goesOnWhateverAGeocoderThrows() {
        List<Callable<GeocodeAnswer>> failures = List.of(
                () -> {
                    throw new GeocodingException("down");
                },
                () -> {
                    throw new IllegalStateException("broken");
                },
                () -> {
                    throw new NoClassDefFoundError("gone");
                },
                () -> {
                    throw new StackOverflowError();
                },
                () -> null,
                () -> found(null, HERE));
        for (Callable<GeocodeAnswer> failure : failures) {
            GeocoderChain chain = chain(Map.of());
            add(chain, "bad", 100, query -> call(failure));
            add(chain, "good", 1, query -> found(Precision.ROOFTOP, HERE));

            assertThat(chain.geocode(ADDRESS).candidates()).singleElement().returns("good", Candidate::provider);
            assertThat(chain.geocoders().get(0).failures()).isEqualTo(1);
        }
    }

    @Test
    void goesOnWhereAGeocoderTakesTooLongEvenIfItCannotBeInterrupted() {
        var release = new CountDownLatch(1);
        GeocoderChain chain = chain(Map.of("timeLimitMillis", 100));
        add(chain, "slow", 100, query -> {
            while (release.getCount() > 0) {
                LockSupport.parkNanos(1_000_000);
            }
            return found(Precision.ROOFTOP, HERE);
        });
        add(chain, "good", 1, query -> found(Precision.ROOFTOP, HERE));

        assertThat(chain.geocode(ADDRESS).candidates()).singleElement().returns("good", Candidate::provider);
        release.countDown();
    }

    @Test
    void keepsCallsAwayFromAGeocoderThatFailsAgainAndAgain() {
        var broken = new AtomicBoolean(true);
        var calls = new AtomicInteger();
        GeocoderChain chain = chain(Map.of("failuresToOpen", 3, "openSeconds", 1));
        add(chain, "shaky", 100, query -> {
            calls.incrementAndGet();
            if (broken.get()) {
                throw new GeocodingException("down");
            }
            return found(Precision.ROOFTOP, HERE);
        });
        add(chain, "good", 1, query -> found(Precision.ROOFTOP, HERE));

        for (int i = 0; i < 30; i++) {
            chain.geocode(ADDRESS);
        }

        assertThat(calls.get()).isLessThan(30);
        assertThat(chain.geocoders().get(0).state()).isEqualTo("open");
        broken.set(false);
        await().untilAsserted(() -> {
            assertThat(chain.geocode(ADDRESS).candidates().get(0).provider()).isEqualTo("shaky");
            assertThat(chain.geocoders().get(0).state()).isEqualTo("up");
        });
    }

    @Test
    void keepsTheRateAGeocoderDeclares() {
        var calls = new AtomicInteger();
        GeocoderChain chain = chain(Map.of("longestWaitMillis", 0));
        chain.addGeocoder(
                geocoder("public", true, query -> {
                    calls.incrementAndGet();
                    return found(Precision.ROOFTOP, HERE);
                }),
                Map.of("service.ranking", 100, "calls.per.second", 0.01));
        add(chain, "good", 1, query -> found(Precision.ROOFTOP, HERE));

        for (int i = 0; i < 5; i++) {
            assertThat(chain.geocode(ADDRESS).candidates()).isNotEmpty();
        }

        assertThat(calls).hasValue(1);
        assertThat(chain.geocoders().get(0).state()).isEqualTo("up");
    }

    @Test
    void letsCallsWaitWhereThereAreTooManyAtOnce() throws Exception {
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        GeocoderChain chain = chain(Map.of("concurrentCalls", 4, "longestWaitMillis", 20_000));
        add(chain, "only", 100, query -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            LockSupport.parkNanos(5_000_000);
            atOnce.decrementAndGet();
            return found(Precision.ROOFTOP, HERE);
        });
        var executor = Executors.newFixedThreadPool(100);
        List<Future<GeocodeAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(executor.submit(() -> chain.geocode(ADDRESS)));
        }

        for (Future<GeocodeAnswer> answer : answers) {
            assertThat(answer.get().mappable()).isPresent();
        }
        assertThat(most.get()).isLessThanOrEqualTo(4);
        executor.shutdown();
    }

    @Test
    void saysSoWhereNoGeocoderCouldAsk() {
        GeocoderChain chain = chain(Map.of());

        assertThatThrownBy(() -> chain.geocode(ADDRESS)).isInstanceOf(GeocodingUnavailableException.class);

        add(chain, "down", 1, query -> {
            throw new GeocodingException("down: " + query.text());
        });
        assertThatThrownBy(() -> chain.geocode(ADDRESS))
                .isInstanceOf(GeocodingUnavailableException.class)
                .message()
                .doesNotContain("Olive");
    }

    @Test
    void settlesNothingWhereSomebodyWhoMayKnowTheAddressCouldNotBeAsked() {
        var down = new AtomicBoolean(true);
        for (int ranking : List.of(1, 200)) {
            for (GeocodeAnswer unsure : List.of(
                    GeocodeAnswer.none(Reason.UNKNOWN_STREET, List.of()),
                    GeocodeAnswer.none(Reason.NUMBER_OUT_OF_RANGE, List.of()),
                    found(Precision.STREET, HERE))) {
                down.set(true);
                GeocoderChain chain = chain(Map.of());
                add(chain, "local", 100, query -> unsure);
                add(chain, "far", ranking, query -> {
                    if (down.get()) {
                        throw new GeocodingException("down");
                    }
                    return found(Precision.ROOFTOP, HERE);
                });

                assertThatThrownBy(() -> chain.geocode(ADDRESS)).isInstanceOf(GeocodingUnavailableException.class);
                assertThat(chain.geocodeAll(List.of(ADDRESS, ADDRESS))).containsOnly(Optional.empty());

                down.set(false);
                assertThat(chain.geocode(ADDRESS).mappable()).get().returns("far", Candidate::provider);
            }
        }
    }

    @Test
    void whatSomebodyIsSureOfNeedsNobodyWhoCouldNotBeAsked() {
        GeocoderChain chain = chain(Map.of("sufficientPrecision", "rooftop"));
        add(chain, "local", 100, query -> found(Precision.INTERPOLATED, HERE));
        add(chain, "far", 1, query -> {
            throw new GeocodingException("down");
        });

        assertThat(chain.geocode(ADDRESS).mappable()).get().returns("local", Candidate::provider);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"Olive St, St. Louis, MO | NUMBER_MISSING", "1200 Olive St, St. Louis, MO 63103 | AMBIGUOUS"})
    void whatNobodyCanMapIsSettledWhoeverCouldNotBeAsked(String address, Reason reason) {
        GeocoderChain chain = chain(Map.of());
        add(chain, "far", 200, query -> {
            throw new GeocodingException("down");
        });
        add(chain, "local", 100, query -> GeocodeAnswer.none(reason, List.of()));

        assertThat(chain.geocode(address).reason()).isEqualTo(reason);
    }

    @Test
    void asksNobodyAboutWhatCannotBeMapped() {
        var calls = new AtomicInteger();
        GeocoderChain chain = chain(Map.of());
        chain.addGeocoder(
                geocoder("far", true, query -> {
                    calls.incrementAndGet();
                    return found(Precision.ROOFTOP, HERE);
                }),
                Map.of("service.ranking", 1));

        assertThat(chain.geocode("homeless").reason()).isEqualTo(Reason.PSEUDO_ADDRESS);
        assertThat(chain.geocode("").reason()).isEqualTo(Reason.PSEUDO_ADDRESS);
        assertThat(chain.geocode("PO Box 12, Rolla MO").reason()).isEqualTo(Reason.PO_BOX);
        assertThat(chain.geocode("my dearest secret").reason()).isEqualTo(Reason.NOT_AN_ADDRESS);
        assertThat(calls).hasValue(0);
    }

    @Test
    void tellsWhyAndWhatIsNearWhereNothingIsFound() {
        var near = new Candidate("1210 Olive St", HERE, Precision.ROOFTOP, "x");
        GeocoderChain chain = chain(Map.of());
        add(chain, "first", 100, query -> GeocodeAnswer.none(Reason.NUMBER_OUT_OF_RANGE, List.of(near)));
        add(chain, "second", 1, query -> GeocodeAnswer.none(Reason.UNKNOWN_STREET, List.of()));

        GeocodeAnswer answer = chain.geocode(ADDRESS);

        assertThat(answer.candidates()).isEmpty();
        assertThat(answer.reason()).isEqualTo(Reason.NUMBER_OUT_OF_RANGE);
        assertThat(answer.suggestions())
                .singleElement()
                .returns("1210 Olive St", Candidate::address)
                .returns("first", Candidate::provider);
    }

    @Test
    void doesNotLetTheNextGeocoderPickWhereTheQuestionIsAmbiguous() {
        var near = new Candidate("1200 N Olive St", HERE, Precision.ROOFTOP, "x");
        GeocoderChain chain = chain(Map.of());
        add(chain, "first", 100, query -> GeocodeAnswer.none(Reason.AMBIGUOUS, List.of(near)));
        add(chain, "second", 1, query -> found(Precision.ROOFTOP, HERE));

        GeocodeAnswer answer = chain.geocode(ADDRESS);

        assertThat(answer.candidates()).isEmpty();
        assertThat(answer.reason()).isEqualTo(Reason.AMBIGUOUS);
    }

    @ParameterizedTest
    @CsvSource({"0.0012,true", "0.0015,false"})
    void trustsNeitherOfTwoGeocodersFurtherApartThanARadius(double degreesNorth, boolean trusted) {
        GeocoderChain chain = chain(Map.of());
        add(chain, "first", 100, query -> found(Precision.INTERPOLATED, HERE));
        add(chain, "second", 1, query -> found(Precision.ROOFTOP, new Location(38.63 + degreesNorth, -90.2)));

        GeocodeAnswer answer = chain.geocode(ADDRESS);

        if (trusted) {
            assertThat(answer.mappable()).get().returns("second", Candidate::provider);
            assertThat(answer.reason()).isEqualTo(Reason.NONE);
        } else {
            assertThat(answer.candidates())
                    .extracting(Candidate::precision)
                    .containsExactly(Precision.STREET, Precision.STREET);
            assertThat(answer.reason()).isEqualTo(Reason.AMBIGUOUS);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "interpolated,INTERPOLATED,false,1",
        "interpolated,INTERPOLATED,true,0",
        "rooftop,INTERPOLATED,true,1",
        "parcel,PARCEL,true,0",
        "rooftop,ROOFTOP,false,0",
    })
    void checksAComputedPointWithWhoeverItRevealsNothingTo(
            String sufficient, Precision precision, boolean leavesMachine, int calls) {
        var second = new AtomicInteger();
        GeocoderChain chain = chain(Map.of("sufficientPrecision", sufficient));
        add(chain, "first", 100, query -> found(precision, HERE));
        chain.addGeocoder(
                geocoder("second", leavesMachine, query -> {
                    second.incrementAndGet();
                    return found(Precision.ROOFTOP, HERE);
                }),
                Map.of("service.ranking", 1));

        assertThat(chain.geocode(ADDRESS).mappable()).isPresent();
        assertThat(second).hasValue(calls);
    }

    @Test
    void comparesWhatAllGeocodersSay() {
        GeocoderChain chain = chain(Map.of());
        add(chain, "first", 100, query -> found(Precision.ROOFTOP, HERE));
        add(chain, "second", 50, query -> found(Precision.INTERPOLATED, HERE));
        add(chain, "third", 1, query -> {
            throw new GeocodingException("down: " + query.text());
        });

        var opinions = chain.compare(ADDRESS);

        assertThat(opinions).extracting(Opinion::geocoder).containsExactly("first", "second", "third");
        assertThat(opinions.get(1).answer()).get().satisfies(answer -> assertThat(answer.candidates())
                .singleElement()
                .returns(Precision.INTERPOLATED, Candidate::precision));
        assertThat(opinions.get(2).problem()).contains("third").doesNotContain("Olive");
        assertThat(chain.compare("homeless")).isEmpty();
    }

    @Test
    void asksForManyAddressesInOneCallWhereAGeocoderTakesThem() {
        List<Integer> batches = new ArrayList<>();
        GeocoderChain chain = chain(Map.of());
        add(
                chain,
                "points",
                100,
                query -> query.components().number().equals("1")
                        ? found(query, Precision.ROOFTOP)
                        : GeocodeAnswer.none(Reason.UNKNOWN_STREET, List.of()));
        chain.addGeocoder(
                new BatchOf(3, queries -> {
                    batches.add(queries.size());
                    return queries.stream()
                            .map(query -> found(query, Precision.INTERPOLATED))
                            .toList();
                }),
                Map.of("service.ranking", 50));

        List<String> addresses = new ArrayList<>(List.of("homeless"));
        for (int number = 1; number <= 6; number++) {
            addresses.add(number + " Olive St, St. Louis, MO");
        }
        var answers = chain.geocodeAll(addresses);

        assertThat(answers).hasSize(7).allMatch(Optional::isPresent);
        assertThat(answers.get(0).get().reason()).isEqualTo(Reason.PSEUDO_ADDRESS);
        assertThat(answers.get(1).get().mappable()).get().returns("points", Candidate::provider);
        assertThat(answers.subList(2, 7))
                .allSatisfy(answer -> assertThat(answer.get().mappable()).get().returns("batch", Candidate::provider));
        assertThat(batches).containsExactly(3, 2);
        assertThat(chain.geocoders().get(1).calls()).isEqualTo(5);
    }

    @Test
    void aBatchThatFailsOrIsAnsweredInPartLeavesTheAddressesToTheNext() {
        for (BatchLookup broken : List.<BatchLookup>of(
                queries -> {
                    throw new GeocodingException("down");
                },
                queries -> List.of(found(Precision.ROOFTOP, HERE)))) {
            GeocoderChain chain = chain(Map.of());
            chain.addGeocoder(new BatchOf(10, broken), Map.of("service.ranking", 50));
            assertThat(chain.geocodeAll(List.of(ADDRESS, "2 Olive St, St. Louis, MO")))
                    .containsExactly(Optional.empty(), Optional.empty());

            add(chain, "good", 1, query -> found(query, Precision.ROOFTOP));
            assertThat(chain.geocodeAll(List.of(ADDRESS, "2 Olive St, St. Louis, MO")))
                    .allSatisfy(
                            answer -> assertThat(answer.get().mappable()).get().returns("good", Candidate::provider));
        }
    }

    @Test
    void logsNothingOfTheAddressWhateverGoesWrong() {
        try (var said = new Said()) {
            GeocoderChain chain = chain(Map.of("timeLimitMillis", 100, "failuresToOpen", 2));
            add(chain, "status", 90, query -> {
                throw new GeocodingException("500 for https://example.org/?address=" + query.text());
            });
            add(chain, "bug", 80, query -> {
                throw new IllegalStateException(query.text(), new IllegalArgumentException(query.text()));
            });
            add(chain, "slow", 70, query -> {
                LockSupport.parkNanos(300_000_000);
                throw new GeocodingException(query.text());
            });
            add(chain, "nothing", 60, query -> null);
            add(
                    chain,
                    "incomplete",
                    50,
                    query -> GeocodeAnswer.of(List.of(new Candidate(query.text(), null, null, ""))));
            for (String text : List.of(ADDRESS, "Olive Olive Olive", "1200 block of Olive St")) {
                for (int i = 0; i < 3; i++) {
                    try {
                        chain.geocode(text);
                    } catch (GeocodingUnavailableException e) {
                        assertThat(e).hasMessageNotContaining("Olive").hasNoCause();
                    }
                    chain.geocodeAll(List.of(text, text));
                    assertThat(chain.compare(text))
                            .noneMatch(opinion -> opinion.problem().contains("Olive"));
                }
            }

            assertThat(said.text()).contains("status could not ask", "slow took too long", "bug failed too often");
            assertThat(said.text()).doesNotContainIgnoringCase("Olive");
        }
    }

    @Test
    void losesNoRequestWhileGeocodersComeAndGo() throws Exception {
        GeocoderChain chain = chain(Map.of());
        add(chain, "steady", 1, query -> found(Precision.ROOFTOP, HERE));
        var going = new AtomicBoolean(true);
        var executor = Executors.newFixedThreadPool(9);
        List<Future<Integer>> askers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            askers.add(executor.submit(() -> {
                int answered = 0;
                while (going.get()) {
                    assertThat(chain.geocode(ADDRESS).mappable()).isPresent();
                    answered++;
                }
                return answered;
            }));
        }

        for (int i = 0; i < 200; i++) {
            var stopped = new AtomicBoolean();
            Geocoder swapped = geocoder("swapped", false, query -> {
                if (stopped.get()) {
                    throw new NoClassDefFoundError("bundle is gone");
                }
                return found(Precision.ROOFTOP, HERE);
            });
            chain.addGeocoder(swapped, Map.of("service.ranking", 100));
            long until = chain.geocoders().get(0).calls() + 5;
            await().atMost(10, TimeUnit.SECONDS)
                    .pollInterval(1, TimeUnit.MILLISECONDS)
                    .until(() -> chain.geocoders().get(0).calls() >= until);
            stopped.set(true);
            chain.removeGeocoder(swapped);
        }
        going.set(false);

        for (Future<Integer> asker : askers) {
            assertThat(asker.get()).isPositive();
        }
        executor.shutdown();
    }

    @Test
    void tellsHowGeocodersFare() {
        GeocoderChain chain = chain(Map.of());
        add(
                chain,
                "half",
                5,
                query -> query.components().number().equals("1")
                        ? found(query, Precision.ROOFTOP)
                        : GeocodeAnswer.none(Reason.UNKNOWN_STREET, List.of()));

        chain.geocode("1 Olive St, St Louis MO");
        chain.geocode("2 Olive St, St Louis MO");

        assertThat(chain.geocoders()).singleElement().satisfies(status -> {
            assertThat(status.name()).isEqualTo("half");
            assertThat(status.ranking()).isEqualTo(5);
            assertThat(status.leavesMachine()).isFalse();
            assertThat(status.state()).isEqualTo("up");
            assertThat(status.calls()).isEqualTo(2);
            assertThat(status.hitRate()).isEqualTo(0.5);
            assertThat(status.failures()).isZero();
            assertThat(status.p95Millis()).isPositive();
        });
    }

    @Test
    void anAddressOutsideTheAreaIsAnsweredSo() {
        GeocoderChain chain = chain(Map.of());
        add(chain, "wide", 5, query -> switch (query.components().city()) {
            case "Columbus" -> GeocodeAnswer.none(Reason.UNKNOWN_STREET, List.of());
            case "Chicago" -> found(Precision.ROOFTOP, new Location(41.9, -87.6));
            default -> found(Precision.ROOFTOP, HERE);
        });

        assertThat(chain.geocodeInServiceArea(ADDRESS).mappable()).isPresent();
        assertThat(chain.geocode("1200 Olive St, Chicago, IL").mappable()).isPresent();
        for (String elsewhere :
                List.of("1200 Olive St, Chicago, IL", "1200 Olive St, Chicago", "1200 Olive St, Columbus, OH")) {
            assertThat(chain.geocodeInServiceArea(elsewhere))
                    .as(elsewhere)
                    .isEqualTo(GeocodeAnswer.none(Reason.OUTSIDE_SERVICE_AREA, List.of()));
        }
    }

    @Test
    void ofSeveralPlacesOnlyThoseInsideAreLeft() {
        GeocoderChain chain = chain(Map.of());
        add(
                chain,
                "wide",
                5,
                query -> GeocodeAnswer.of(List.of(
                        new Candidate("1200 Olive St, Chicago", new Location(41.9, -87.6), Precision.ROOFTOP, ""),
                        new Candidate("1200 Olive St", HERE, Precision.INTERPOLATED, ""))));

        assertThat(chain.geocodeInServiceArea("1200 Olive St").candidates())
                .singleElement()
                .returns(HERE, Candidate::location);
    }

    @Test
    void aHouseOfAnotherNumberIsNotTakenForTheOneAskedFor() {
        GeocoderChain chain = chain(Map.of());
        add(
                chain,
                "hasty",
                5,
                query -> GeocodeAnswer.of(List.of(new Candidate("1100 Olive St", HERE, Precision.ROOFTOP, ""))));

        GeocodeAnswer answer = chain.geocode(ADDRESS);

        assertThat(answer.reason()).isEqualTo(Reason.CONTRADICTORY);
        assertThat(answer.suggestions()).extracting(Candidate::address).containsExactly("1100 Olive St");
    }

    @Test
    void whatIsForgottenIsAskedAnew() {
        var cache = new InMemory();
        var chain = new GeocoderChain(PARSER, cache, Settings.of(GeocoderChain.Config.class, Map.of()));
        chains.add(chain);
        var asked = new AtomicInteger();
        chain.addGeocoder(
                geocoder("far", true, query -> {
                    asked.incrementAndGet();
                    return found(Precision.ROOFTOP, HERE);
                }),
                Map.of());
        chain.geocode(ADDRESS);
        chain.geocode(ADDRESS);
        assertThat(asked).hasValue(1);

        assertThat(chain.forget(ADDRESS.toUpperCase(Locale.ROOT))).isEqualTo(1);
        chain.geocode(ADDRESS);
        assertThat(asked).hasValue(2);

        assertThat(chain.forgetAll()).isEqualTo(1);
        assertThat(chain.forget(ADDRESS)).isZero();
    }

    private static final class InMemory implements AnswerCache {
        private final Map<String, GeocodeAnswer> answers = new ConcurrentHashMap<>();

        @Override
        public Optional<GeocodeAnswer> find(String provider, String address) {
            return Optional.ofNullable(answers.get(provider + address));
        }

        @Override
        public void keep(String provider, String address, GeocodeAnswer answer) {
            answers.put(provider + address, answer);
        }

        @Override
        public int forget(String provider, String address) {
            return answers.remove(provider + address) == null ? 0 : 1;
        }

        @Override
        public int forgetAll() {
            int known = answers.size();
            answers.clear();
            return known;
        }
    }

    @Test
    void mendsWhatGeocodersWrite() {
        GeocoderChain chain = chain(Map.of());
        add(
                chain,
                "odd",
                5,
                query -> GeocodeAnswer.of(List.of(
                        new Candidate("1 Olive\r\nSt" + "x".repeat(1000), HERE, Precision.ROOFTOP, "someone else"))));

        Candidate candidate = chain.geocode(ADDRESS).candidates().get(0);

        assertThat(candidate.provider()).isEqualTo("odd");
        assertThat(candidate.address()).startsWith("1 Olive St").hasSize(300);
    }

    private GeocoderChain chain(Map<String, Object> settings) {
        var chain = new GeocoderChain(PARSER, new NoMemory(), Settings.of(GeocoderChain.Config.class, settings));
        chains.add(chain);
        return chain;
    }

    private static void add(GeocoderChain chain, String name, int ranking, Lookup lookup) {
        chain.addGeocoder(geocoder(name, false, lookup), Map.of("service.ranking", ranking));
    }

    private static GeocodeAnswer found(Precision precision, Location location) {
        return GeocodeAnswer.of(List.of(new Candidate("1200 Olive St", location, precision, "")));
    }

    private static GeocodeAnswer found(GeocodeQuery query, Precision precision) {
        return GeocodeAnswer.of(List.of(new Candidate(query.text(), HERE, precision, "")));
    }

    private static GeocodeAnswer call(Callable<GeocodeAnswer> callable) throws GeocodingException {
        try {
            return callable.call();
        } catch (GeocodingException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private interface Lookup {
        GeocodeAnswer find(GeocodeQuery query) throws GeocodingException;
    }

    private static Geocoder geocoder(String name, boolean leavesMachine, Lookup lookup) {
        return new Geocoder() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean leavesMachine() {
                return leavesMachine;
            }

            @Override
            public GeocodeAnswer geocode(GeocodeQuery query) throws GeocodingException {
                return lookup.find(query);
            }
        };
    }

    private interface BatchLookup {
        List<GeocodeAnswer> find(List<GeocodeQuery> queries) throws GeocodingException;
    }

    private record BatchOf(int largestBatch, BatchLookup lookup) implements BatchGeocoder {
        @Override
        public String name() {
            return "batch";
        }

        @Override
        public boolean leavesMachine() {
            return true;
        }

        @Override
        public GeocodeAnswer geocode(GeocodeQuery query) {
            throw new AssertionError("asked alone");
        }

        @Override
        public List<GeocodeAnswer> geocodeAll(List<GeocodeQuery> queries) throws GeocodingException {
            return lookup.find(queries);
        }
    }
}
