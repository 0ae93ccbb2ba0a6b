package org.energymatching.checkpoint.file;

/**
 * The placeholder of an object in a pickle whose class weights do not need, such as options of a command line. Its class is not
 * looked up or run.
 *
 * @param name of the class or function
 */
public record Unmade(String name) {}
