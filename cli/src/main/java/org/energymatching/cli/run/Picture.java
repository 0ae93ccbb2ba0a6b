package org.energymatching.cli.run;

/**
 * A picture of a run.
 *
 * @param file its name, without a folder
 * @param title what it shows
 * @param explanation what to see in it, in plain words
 * @param png its bytes
 */
record Picture(String file, String title, String explanation, byte[] png) {}
