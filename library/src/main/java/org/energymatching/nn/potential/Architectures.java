package org.energymatching.nn.potential;

import java.util.Map;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Architecture;
import org.energymatching.nn.Description;
import org.energymatching.nn.image.ImagePotential;
import org.energymatching.nn.sequence.SequencePotential;

/** Builds the architectures of checkpoints from their {@link Architecture#description}. */
public final class Architectures {

    private Architectures() {}

    /** The architecture of a description; an error if its type is unknown or a part is missing. */
    public static Architecture from(Map<String, Object> values) {
        Description description = new Description(values);
        try {
            return switch (String.valueOf(values.get("type"))) {
                case "mlp" -> Mlp.from(description);
                case "conditional-mlp" -> ConditionalMlp.from(description);
                case "vector-field" -> VectorFieldEnergy.from(description);
                case "image" -> ImagePotential.from(description);
                case "confined" -> ConfinedPotential.from(description);
                case "tilted" -> ResidualPotential.from(description);
                case "sequence" -> SequencePotential.from(description);
                default -> throw unknown(values);
            };
        } catch (IllegalArgumentException | ArithmeticException | UsageException senseless) {
            throw description.malformed();
        }
    }

    private static DataException unknown(Map<String, Object> values) {
        return new DataException(
                "The checkpoint holds a network of type '" + values.get("type") + "'.",
                "The types known here are: mlp, conditional-mlp, vector-field, image, sequence, confined, tilted.",
                "Pass your own architecture when you load it, or use the version of the library that wrote it.");
    }
}
