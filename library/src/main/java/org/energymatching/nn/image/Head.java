package org.energymatching.nn.image;

import java.util.Map;

/** What makes one number of the picture that a {@link UNet} made: {@link VisionHead} or {@link PerceptronHead}. */
public sealed interface Head permits VisionHead, PerceptronHead {

    /** As values of a checkpoint's description, {@code type} first. */
    Map<String, Object> description();
}
