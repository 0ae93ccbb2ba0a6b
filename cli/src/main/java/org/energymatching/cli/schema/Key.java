package org.energymatching.cli.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The documentation of one key of a run's configuration, at the record component that holds it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {

    /** The meaning of the key, in a sentence or two. */
    String doc();

    /** The default, written as in YAML; empty for a group, and for a key that has none. */
    String standard() default "";

    /** The allowed numbers, as an interval such as {@code (0, 1]} or {@code [1, inf)}; empty if all are allowed. */
    String range() default "";

    /** The paper's symbol; empty when it has none. */
    String symbol() default "";
}
