package org.vicinity.geocoding.internal;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import org.locationtech.jts.geom.util.AffineTransformation;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.geojson.GeoJsonReader;
import org.vicinity.geocoding.Location;

/**
 * The polygon this installation serves, with a margin: published outlines are generalised, and what stands on a border
 * river's bank is not to fall outside. Distances are those of a plane true at the area's middle latitude, which is
 * exact enough for a margin.
 */
final class ServiceArea {
    private static final double METERS_A_DEGREE = 111_195;
    private static final GeometryFactory GEOMETRIES = new GeometryFactory();

    private final PreparedGeometry area;
    private final double eastScale;

    private ServiceArea(Geometry degrees, double marginMeters) {
        eastScale =
                Math.cos(Math.toRadians(degrees.getEnvelopeInternal().centre().getY()));
        Geometry plane = AffineTransformation.scaleInstance(eastScale, 1).transform(degrees);
        area = PreparedGeometryFactory.prepare(plane.buffer(marginMeters / METERS_A_DEGREE));
    }

    /**
     * @param file GeoJSON (a geometry, a feature or a collection); Missouri where empty
     * @throws IllegalArgumentException where the file can't be read or holds no area
     */
    static ServiceArea read(String file, double marginMeters) {
        try (Reader reader = file.isBlank()
                ? new InputStreamReader(
                        ServiceArea.class.getResourceAsStream("service-area-missouri.geojson"), StandardCharsets.UTF_8)
                : Files.newBufferedReader(Path.of(file))) {
            Geometry geometry = new GeoJsonReader(GEOMETRIES).read(reader);
            if (geometry == null || geometry.isEmpty() || geometry.getArea() == 0) {
                throw new IllegalArgumentException("no area in " + file);
            }
            return new ServiceArea(geometry.union(), marginMeters);
        } catch (ParseException e) {
            throw new IllegalArgumentException("not GeoJSON: " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean contains(Location location) {
        return area.covers(
                GEOMETRIES.createPoint(new Coordinate(location.longitude() * eastScale, location.latitude())));
    }
}
