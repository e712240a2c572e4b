package org.vicinity.geocoder.local.internal;

import java.util.Locale;
import org.geotools.api.referencing.FactoryException;
import org.geotools.api.referencing.crs.CoordinateReferenceSystem;
import org.geotools.api.referencing.operation.MathTransform;
import org.geotools.api.referencing.operation.TransformException;
import org.geotools.referencing.CRS;
import org.geotools.referencing.crs.DefaultGeographicCRS;
import org.locationtech.jts.geom.Coordinate;

/** From a source's coordinate system to WGS 84. */
interface Projection {
    /** NAD 83 is taken for WGS 84: they differ by about a metre, less than any address point is good for. */
    Projection NONE = (x, y) -> new Coordinate(x, y);

    /**
     * @return longitude as x, latitude as y
     * @throws BrokenSourceException where the point lies outside the coordinate system's world
     */
    Coordinate toWgs84(double x, double y) throws BrokenSourceException;

    /**
     * @param declared {@code EPSG:26996}, {@code ESRI:102696}, or the well-known text of a {@code .prj} file
     * @throws BrokenSourceException where nobody knows that coordinate system
     */
    static Projection from(String declared) throws BrokenSourceException {
        String text = declared.trim();
        String upper = text.toUpperCase(Locale.ROOT).replaceAll("\\s+", "");
        if (upper.isEmpty()
                || upper.equals("EPSG:4326")
                || upper.equals("EPSG:4269")
                || upper.equals("CRS:84")
                || upper.startsWith("GEOGCS[") && (upper.contains("1983") || upper.contains("1984"))) {
            return NONE;
        }
        // GeoTools finds its factories by the context class loader, which elsewhere than here is not ours.
        Thread thread = Thread.currentThread();
        ClassLoader former = thread.getContextClassLoader();
        thread.setContextClassLoader(Projection.class.getClassLoader());
        try {
            CoordinateReferenceSystem source = text.contains("[") ? CRS.parseWKT(text) : CRS.decode(upper, true);
            MathTransform transform = CRS.findMathTransform(source, DefaultGeographicCRS.WGS84, true);
            return (x, y) -> transformed(transform, x, y);
        } catch (FactoryException e) {
            throw new BrokenSourceException("its coordinate system is not known: " + firstLine(text), e);
        } finally {
            thread.setContextClassLoader(former);
        }
    }

    private static Coordinate transformed(MathTransform transform, double x, double y) throws BrokenSourceException {
        double[] point = {x, y};
        try {
            transform.transform(point, 0, point, 0, 1);
        } catch (TransformException e) {
            throw new BrokenSourceException("a point lies outside the file's coordinate system", e);
        }
        return new Coordinate(point[0], point[1]);
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }
}
