package org.energymatching.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.energymatching.data.Standardization;
import org.energymatching.error.DataException;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * What {@code checkpoint.json} says, each part of it checked for its kind and against the other files of the folder.
 *
 * @param folder the checkpoint, for messages
 * @param values what it says
 */
record CheckpointDescription(Path folder, Map<String, Object> values) {

    private static final Pattern NUMBERED = Pattern.compile("step-\\d{9,}");

    /** The optimizer steps taken. */
    long step() {
        Object step = values.get("step");
        if ((step instanceof Integer || step instanceof Long) && ((Number) step).longValue() >= 0) {
            return ((Number) step).longValue();
        }
        throw malformed("step", "a whole number of 0 or more");
    }

    /** The seconds of training. */
    double seconds() {
        if (values.get("seconds") instanceof Number seconds
                && Double.isFinite(seconds.doubleValue())
                && seconds.doubleValue() >= 0) {
            return seconds.doubleValue();
        }
        throw malformed("seconds", "a number of 0 or more");
    }

    /** A part that is an object. */
    Map<String, Object> part(String key) {
        if (values.get(key) instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked") // JSON objects have strings for keys
            Map<String, Object> named = (Map<String, Object>) map;
            return named;
        }
        throw malformed(key, "an object");
    }

    /** What data were divided by; null where they were taken as they are. */
    @Nullable
    Standardization standardization(Architecture architecture) {
        if (values.get("standardization") == null) {
            return null;
        }
        Map<String, Object> part = part("standardization");
        double[] mean = numbers(part.get("mean"));
        double[] scale = numbers(part.get("scale"));
        int width = architecture.inputShape().length();
        if (mean.length != width || scale.length != width) {
            throw malformed("standardization", width + " means and as many scales, one for each input of its network");
        }
        try {
            return new Standardization(mean, scale);
        } catch (UsageException unfit) {
            throw malformed("standardization", "finite means and positive scales");
        }
    }

    private double[] numbers(@Nullable Object described) {
        if (described instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
            return list.stream()
                    .mapToDouble(number -> ((Number) number).doubleValue())
                    .toArray();
        }
        throw malformed("standardization", "lists of numbers");
    }

    /** Refuses a checkpoint whose parts are not of one and the same step. */
    void requireAgreement(@Nullable String trainingStep) {
        long step = step();
        if (trainingStep != null && !trainingStep.equals(Long.toString(step))) {
            throw new DataException(
                    "The checkpoint " + folder + " is described as of step " + step
                            + ", but its training state is of step " + trainingStep + ".",
                    "All files of a checkpoint are of one step.",
                    "Restore it from a copy, or delete this folder: the checkpoint before it is then the newest.");
        }
        Matcher named = NUMBERED.matcher(String.valueOf(folder.getFileName()));
        if (named.matches() && !String.format("step-%09d", step).equals(named.group())) {
            throw new DataException(
                    "The checkpoint " + folder + " is of step " + step + ".",
                    "A checkpoint's folder is called after its step: step-" + String.format("%09d", step) + ".",
                    "Give the folder its name back.");
        }
    }

    private DataException malformed(String key, String expected) {
        return new DataException(
                "The checkpoint " + folder + " has a description that lacks the part '" + key
                        + "' or has one of another kind.",
                "It is " + expected + ", as this program writes it.",
                "Restore it from a copy, or delete this folder: the checkpoint before it is then the newest.");
    }
}
