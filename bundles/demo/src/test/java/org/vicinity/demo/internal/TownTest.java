package org.vicinity.demo.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TownTest {
    private final Town town = new Town();

    @Test
    void theTownIsTheSameInEveryRun() {
        assertThat(new Town().table()).isEqualTo(town.table());
        assertThat(People.snapshot(new Town())).isEqualTo(People.snapshot(town));
    }

    @Test
    void everyAddressIsThereOnce() {
        assertThat(town.points()).hasSizeGreaterThan(4_000);
        assertThat(town.points()).extracting(Town.Point::oneLine).doesNotHaveDuplicates();
        assertThat(town.find("404 candleberry st, Thistlebrook")).contains(town.example());
    }

    @Test
    void thePeopleAreManyAndEachHasAnotherName() {
        var names = People.snapshot(town)
                .lines()
                .skip(1)
                .map(line -> line.split(","))
                .collect(Collectors.toMap(row -> row[0], row -> row[2] + " " + row[1], (first, second) -> first));
        assertThat(names).hasSize(People.COUNT);
        assertThat(names.values()).doesNotHaveDuplicates();
    }

    @Test
    void theTownLiesInOpenCountry() {
        var location = town.example().location();
        assertThat(location.latitude()).isCloseTo(39.56, within(0.05));
        assertThat(location.longitude()).isCloseTo(-92.82, within(0.05));
    }

    @Test
    void theOriginOfTheStatePlaneIsWhereItsDefinitionSays() {
        var origin = StatePlane.degrees(500_000, 0);
        assertThat(origin.latitude()).isCloseTo(35 + 50 / 60.0, within(1e-9));
        assertThat(origin.longitude()).isCloseTo(-92.5, within(1e-9));
    }
}
