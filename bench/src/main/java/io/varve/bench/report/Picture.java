package io.varve.bench.report;

/**
 * A chart that has been drawn.
 *
 * @param title what it shows
 * @param png the picture; SVG is five times as large, since its text is drawn
 */
record Picture(String title, byte[] png) {}
