package org.energymatching.tensor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EngineTest {

    /** A process of its own, as only its standard error shows what native code prints. */
    static final class Convolving {

        public static void main(String[] none) {
            ConvolutionTest.strided();
            ConvolutionTest.inTwoThreads();
            System.out.print(Engine.convolutions().size() > 0);
        }
    }

    /** Whatever oneDNN and NNPACK make of this processor; a strided 1x1 convolution of oneDNN alone,
     * or its kernels made in two threads at once, would end the process. */
    @Test
    void convolutionsAreSilentAndSurvived() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Convolving.class.getName())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed).isEqualTo("true");
    }
}
