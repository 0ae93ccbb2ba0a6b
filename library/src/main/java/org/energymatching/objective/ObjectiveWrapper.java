package org.energymatching.objective;

/** An objective that draws its losses from another one, whose names, random numbers and chains it has. */
interface ObjectiveWrapper extends Objective {

    /** The other one. */
    Objective objective();

    @Override
    default Object kind() {
        return objective().kind();
    }

    @Override
    default int chainSteps() {
        return objective().chainSteps();
    }
}
