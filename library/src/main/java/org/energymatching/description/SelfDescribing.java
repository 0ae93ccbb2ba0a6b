package org.energymatching.description;

import java.util.Map;

/**
 * A part that shapes what training comes to and describes itself: data, a source, a coupling, a loss, a kernel, a schedule.
 *
 * <p>Two parts whose descriptions are equal train alike. A record describes itself by its components; other classes say of
 * themselves what they depend on, or have no more than their name.
 */
public interface SelfDescribing {

    /** The type and what it is made of, in values that go through JSON: {@code type} first. */
    default Map<String, Object> description() {
        return Descriptions.ofComponents(this);
    }
}
