package org.energymatching.cli.doctor;

/**
 * One check of the doctor.
 *
 * @param name of the checked thing
 * @param status its status
 * @param found the finding
 * @param remedy the remedy; empty if there is no problem
 */
public record Check(String name, Status status, String found, String remedy) {

    /** The status of a checked thing. */
    public enum Status {
        /** No problem. */
        OK,
        /** It runs, but slower or less reliably than it could. */
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
