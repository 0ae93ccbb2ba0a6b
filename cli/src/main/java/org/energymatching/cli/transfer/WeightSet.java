package org.energymatching.cli.transfer;

/** The choice between the two sets of weights that training stores. */
enum WeightSet {
    /** The moving average, which is used for sampling. */
    EMA("ema_model", "averaged weights"),
    /** The weights of the optimizer, without averaging. */
    NET("net_model", "weights as the optimizer left them");

    /** Its key in the reference's files. */
    final String key;

    /** Its name for people. */
    final String words;

    WeightSet(String key, String words) {
        this.key = key;
        this.words = words;
    }
}
