package org.vicinity.geocoder.local.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Coordinate;

/** The expected figures are from the transverse Mercator series of USGS Professional Paper 1395, worked out apart. */
class ProjectionTest {
    private static final String MISSOURI_EAST_FEET =
            """
            PROJCS["NAD_1983_StatePlane_Missouri_East_FIPS_2401_Feet",GEOGCS["GCS_North_American_1983",
            DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],
            UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],
            PARAMETER["False_Easting",820208.3333333333],PARAMETER["False_Northing",0.0],
            PARAMETER["Central_Meridian",-90.5],PARAMETER["Scale_Factor",0.9999333333333333],
            PARAMETER["Latitude_Of_Origin",35.83333333333334],UNIT["US survey foot",0.3048006096012192]]
            """;

    @ParameterizedTest
    @CsvSource({
        "EPSG:26996, 277446.498, 309817.929",
        "epsg:26996, 277446.498, 309817.929",
        "EPSG:102696, 910255.720, 1016460.990",
        "ESRI:102696, 910255.720, 1016460.990"
    })
    void statePlaneBecomesDegrees(String declared, double x, double y) throws Exception {
        Coordinate point = Projection.from(declared).toWgs84(x, y);

        assertThat(point.x).isCloseTo(-90.1848, within(1e-6));
        assertThat(point.y).isCloseTo(38.6247, within(1e-6));
    }

    @Test
    void thePrjOfAShapefileIsUnderstood() throws Exception {
        Coordinate point = Projection.from(MISSOURI_EAST_FEET).toWgs84(910255.720, 1016460.990);

        assertThat(point.x).isCloseTo(-90.1848, within(1e-6));
        assertThat(point.y).isCloseTo(38.6247, within(1e-6));
    }

    @Test
    void degreesStayDegrees() throws Exception {
        assertThat(Projection.from("EPSG:4269").toWgs84(-90.1848, 38.6247))
                .isEqualTo(new Coordinate(-90.1848, 38.6247));
    }

    @Test
    void anUnknownSystemIsToldByName() {
        assertThatThrownBy(() -> Projection.from("EPSG:99999999"))
                .isInstanceOf(BrokenSourceException.class)
                .hasMessageContaining("EPSG:99999999");
    }
}
