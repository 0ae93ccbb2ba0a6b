package org.energymatching.cli.network;

import org.energymatching.cli.schema.Variant;
import org.energymatching.nn.image.Head;

/** The configuration of a head, which maps the output image of the U-Net to one number. */
public interface HeadConfig extends Variant {

    /** The library's head. */
    Head head();
}
