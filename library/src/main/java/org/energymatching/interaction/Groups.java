package org.energymatching.interaction;

import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** Groups of M interacting chains: rows kM … kM + M - 1 of a batch. */
final class Groups {

    private Groups() {}

    static void require(int chains, String name, double length) {
        if (chains < 2) {
            throw new UsageException(
                    "An interaction among " + chains + " chains was asked for.",
                    "Two chains or more feel one another.",
                    "Draw several samples together, or leave the interaction out.");
        }
        if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "An interaction with " + name + " = " + length + " was asked for.",
                    name + " is a positive number.",
                    "Choose it beside the usual distance between samples.");
        }
    }

    /** (B, …) to (B/M, M, D), each group around its mean, which changes neither distances within groups nor their gradients. */
    static Tensor centred(Tensor x, int chains) {
        Shape shape = x.shape();
        long rows = shape.at(0);
        if (rows == 0 || rows % chains != 0) {
            throw new UsageException(
                    rows + " chains were computed together.",
                    "They come in whole groups of " + chains + " that feel one another.",
                    "Choose blocks (blockRows) and a number of samples that " + chains + " divides.");
        }
        Tensor groups = x.reshape(rows / chains, chains, -1);
        Tensor mean = groups.detach().sum(1).times(1.0 / chains).reshape(rows / chains, 1, -1);
        return groups.minus(mean);
    }
}
