package org.energymatching.cli.network;

import org.energymatching.cli.schema.Variant;
import org.energymatching.condition.Conditions;
import org.energymatching.nn.Architecture;
import org.energymatching.tensor.Shape;

/** The configuration of the network whose output is the potential. */
public interface NetworkConfig extends Variant {

    /** The library's network for data of this shape, under these conditions if there are any. */
    Architecture architecture(Shape shape, Conditions conditions);

    /** The same without conditions. */
    default Architecture architecture(Shape shape) {
        return architecture(shape, Conditions.none());
    }

    /** The kind of data that the network takes. */
    Domain domain();

    /** Kinds of data. */
    enum Domain {
        ROWS("rows of numbers"),
        IMAGES("pictures"),
        SEQUENCES("sequences");

        private final String words;

        Domain(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** The numbers that chains of training are computed in. */
    default Precision chainPrecision() {
        return Precision.SINGLE;
    }
}
