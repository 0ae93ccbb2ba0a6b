package org.energymatching.cli.network;

import org.energymatching.cli.schema.Variant;
import org.energymatching.nn.image.Head;

/** What makes one number of the picture that the U-Net drew, as a configuration names it. */
public interface HeadConfig extends Variant {

    /** The library's head. */
    Head head();
}
