package org.energymatching.cli.transfer;

/** Which of the two sets of weights that training keeps. */
enum WeightSet {
    /** The moving average, which samples are made with. */
    EMA("ema_model", "averaged weights"),
    /** As the optimizer left them. */
    NET("net_model", "weights as the optimizer left them");

    /** What the reference's files call it. */
    final String key;

    /** What people call it. */
    final String words;

    WeightSet(String key, String words) {
        this.key = key;
        this.words = words;
    }
}
