package org.energymatching.cli.doctor;

/**
 * One thing the doctor looked at.
 *
 * @param name what was looked at
 * @param status how it is
 * @param found what was found
 * @param remedy what to do; empty if all is well
 */
public record Check(String name, Status status, String found, String remedy) {

    /** How a thing is. */
    public enum Status {
        /** All is well. */
        OK,
        /** It runs, but slower or less surely than it could. */
        WARNING,
        /** It won't run. */
        PROBLEM
    }

    static Check ok(String name, String found) {
        return new Check(name, Status.OK, found, "");
    }

    static Check warning(String name, String found, String remedy) {
        return new Check(name, Status.WARNING, found, remedy);
    }

    static Check problem(String name, String found, String remedy) {
        return new Check(name, Status.PROBLEM, found, remedy);
    }
}
