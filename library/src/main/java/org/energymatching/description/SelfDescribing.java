package org.energymatching.description;

import java.util.Map;

/**
 * A part that influences the result of training and describes itself: data, a source, a coupling, a loss, a kernel, a schedule.
 *
 * <p>Two parts of equal descriptions have the same effect on training. A record describes itself by its components; other classes
 * describe what they depend on, or have no more than their name.
 */
public interface SelfDescribing {

    /** The type and its components, in values that JSON can represent: {@code type} first. */
    default Map<String, Object> description() {
        return Descriptions.ofComponents(this);
    }
}
