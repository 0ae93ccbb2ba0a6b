package org.energymatching.checkpoint.file;

/**
 * What a pickle asked for and nobody made: an object of a class that weights do not need, such as the options of a command line
 * beside them. Nothing of it is looked up or run.
 *
 * @param name of the class or function
 */
public record Unmade(String name) {}
