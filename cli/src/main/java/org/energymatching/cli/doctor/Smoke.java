package org.energymatching.cli.doctor;

/** A small operation of the native library, run by the doctor: does it load, and does it compute? */
@FunctionalInterface
public interface Smoke {

    /** Runs it and says in a few words what was computed; any error is a finding. */
    String run() throws Exception;
}
