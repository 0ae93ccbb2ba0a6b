/**
 * Energy Matching: trains, samples and uses one time-independent scalar potential as a generative model.
 *
 * <p>Exported to everybody is what a program that uses the library names. The packages below them serve the command-line
 * program {@code em}, whose module they are exported to; on the class path they can be reached, and they change without notice.
 */
module org.energymatching {
    requires transitive org.jspecify;
    requires com.fasterxml.jackson.annotation;
    requires java.desktop;
    requires java.net.http;
    requires org.apache.commons.compress;
    requires org.bytedeco.javacpp;
    requires org.bytedeco.openblas;
    requires org.bytedeco.pytorch;
    requires static com.google.errorprone.annotations;
    requires de.siegmar.fastcsv;
    requires tools.jackson.databind;

    exports org.energymatching;
    exports org.energymatching.checkpoint;
    exports org.energymatching.condition;
    exports org.energymatching.coupling;
    exports org.energymatching.data;
    exports org.energymatching.data.image;
    exports org.energymatching.data.pivot;
    exports org.energymatching.data.schema;
    exports org.energymatching.data.table;
    exports org.energymatching.data.toy;
    exports org.energymatching.density;
    exports org.energymatching.error;
    exports org.energymatching.geometry;
    exports org.energymatching.interaction;
    exports org.energymatching.interpolant;
    exports org.energymatching.inverse;
    exports org.energymatching.nn;
    exports org.energymatching.nn.image;
    exports org.energymatching.nn.potential;
    exports org.energymatching.nn.sequence;
    exports org.energymatching.objective;
    exports org.energymatching.plot;
    exports org.energymatching.sampling;
    exports org.energymatching.sampling.diagnostics;
    exports org.energymatching.sampling.posterior;
    exports org.energymatching.schedule;
    exports org.energymatching.tensor;
    exports org.energymatching.training;
    exports org.energymatching.baseline to
            org.energymatching.cli;
    exports org.energymatching.checkpoint.file to
            org.energymatching.cli;
    exports org.energymatching.data.fetch to
            org.energymatching.cli;
    exports org.energymatching.data.file to
            org.energymatching.cli;
    exports org.energymatching.data.sequence to
            org.energymatching.cli;
    exports org.energymatching.description to
            org.energymatching.cli;
    exports org.energymatching.metric to
            org.energymatching.cli;
    exports org.energymatching.metric.load to
            org.energymatching.cli;
    exports org.energymatching.metric.table to
            org.energymatching.cli;
    exports org.energymatching.nn.feature to
            org.energymatching.cli;
    exports org.energymatching.nn.layer to
            org.energymatching.cli;
    exports org.energymatching.protein to
            org.energymatching.cli;
    exports org.energymatching.tensor.engine to
            org.energymatching.cli;

    // Read and written as JSON.
    opens org.energymatching.checkpoint to
            tools.jackson.databind;
    opens org.energymatching.data.image to
            tools.jackson.databind;
}
