package org.energymatching.cli.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name by which a configuration chooses a {@link Variant}, and its description. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Named {

    /** The word in the configuration, in lower case with hyphens. */
    String value();

    /** The description, in a sentence. */
    String doc();
}
