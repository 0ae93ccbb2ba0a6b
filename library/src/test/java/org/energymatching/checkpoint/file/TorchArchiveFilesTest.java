package org.energymatching.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipFile;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Shared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyTorch wrote, of several versions. */
class TorchArchiveFilesTest {

    @ParameterizedTest
    @CsvSource({
        "golden/image_potential_small.pt, cpu, 157",
        "golden/image_potential_gray.pt, cuda:0, 195",
        "golden/sequence_potential.pt, cpu, 138",
    })
    void readsPotentials(String name, String device, int count) {
        TorchArchive archive = TorchArchive.read(Shared.file(name));
        assertThat(archive.toString())
                .endsWith(
                        count == 138 ? ": net_model, ema_model, step)" : ": net_model, ema_model, sched, optim, step)");
        Map<String, TorchTensor> net = archive.tensors("net_model");
        assertThat(net).hasSize(count);
        assertThat(net.values()).allMatch(tensor -> tensor.device().equals(device));
        Map<String, SafeTensors.Entry> ema = archive.stateDict("ema_model");
        assertThat(ema.keySet()).isEqualTo(net.keySet());
        assertFinite(ema);
        assertFinite(archive.stateDict("net_model"));
        if (count == 138) {
            assertThat(archive.at("step")).isEqualTo(11_000L);
            assertThat(ema.values().stream()
                            .mapToLong(entry -> entry.values().length)
                            .sum())
                    .isEqualTo(367_641);
            assertThat(entry(ema, "init_conv.weight").shape()).isEqualTo(Shape.of(28, 1, 7));
        } else {
            assertThat(archive.at("step")).isEqualTo(1234L);
            assertThat(archive.at("sched", "last_epoch")).isEqualTo(2L);
            assertThat(archive.tensors("optim", "state", "0").keySet())
                    .containsExactly("step", "exp_avg", "exp_avg_sq");
            assertThat(entry(ema, "time_embed.0.weight").shape()).isEqualTo(Shape.of(128, 32));
        }
    }

    @Test
    void readsTheLegacyLayout() {
        TorchArchive archive = TorchArchive.read(Shared.file("data/cifar10-resnet/resnet20-12fca82f.th"));
        assertThat((Double) archive.at("best_prec1")).isCloseTo(91.78000183105469, within(0.0));
        assertThat(archive.tensors("state_dict").keySet()).hasSize(97).allMatch(name -> name.startsWith("module."));
        Map<String, SafeTensors.Entry> weights =
                archive.withoutPrefix("module.").stateDict("state_dict");
        assertFinite(weights);
        assertThat(entry(weights, "conv1.weight").shape()).isEqualTo(Shape.of(16, 3, 3, 3));
        // The first and last number of two storages, by Python's pickle and struct.
        assertThat(entry(weights, "conv1.weight").values())
                .startsWith((float) -0.13818146288394928)
                .endsWith((float) 0.3087101876735687);
        assertThat(entry(weights, "linear.bias").values())
                .startsWith((float) 0.19355906546115875)
                .endsWith((float) -0.27025941014289856);
        // ResNet-20 as published: 0.27 million parameters; running means and variances come on top.
        assertThat(weights.entrySet().stream()
                        .filter(entry -> !entry.getKey().contains("running"))
                        .mapToLong(entry -> entry.getValue().values().length)
                        .sum())
                .isEqualTo(269_722);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oracle/oracle_aav.ckpt",
                "predictor/smoothed/predictor_aav_hard.ckpt",
                "predictor/smoothed/predictor_aav_medium.ckpt",
                "predictor/unsmoothed/predictor_aav_hard.ckpt",
                "predictor/unsmoothed/predictor_aav_medium.ckpt",
                "vae/vae_aav_hard.pt",
                "vae/vae_aav_medium.pt",
            })
    void readsTheProteinNetworks(String name) throws IOException {
        Path file = Shared.file("data/proteins/" + name);
        TorchArchive archive = TorchArchive.read(file);
        Map<String, SafeTensors.Entry> weights =
                archive.withoutPrefix("predictor.").stateDict("state_dict");
        assertFinite(weights);
        assertThat(archive.at("epoch")).isInstanceOf(Long.class);
        if (name.startsWith("vae")) {
            assertThat(weights).hasSize(21);
            assertThat(entry(weights, "embedding.weight").shape()).isEqualTo(Shape.of(20, 64));
        } else {
            assertThat(weights).hasSize(6);
            assertThat(entry(weights, "encoder.weight").shape()).isEqualTo(Shape.of(256, 20, 5));
            assertThat(entry(weights, "encoder.weight").values()).isEqualTo(byTheJdk(file, "archive/data/0"));
        }
    }

    /** The first weight of the predictors is their first storage, and contiguous. */
    private static float[] byTheJdk(Path file, String entry) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ByteBuffer bytes =
                    ByteBuffer.wrap(zip.getInputStream(zip.getEntry(entry)).readAllBytes());
            float[] values = new float[bytes.remaining() / Float.BYTES];
            bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
            return values;
        }
    }

    private static void assertFinite(Map<String, SafeTensors.Entry> entries) {
        assertThat(entries).isNotEmpty();
        entries.forEach((name, entry) -> {
            boolean allZero = true;
            for (float value : entry.values()) {
                assertThat(Float.isFinite(value)).as(name).isTrue();
                allZero &= value == 0;
            }
            assertThat(allZero && entry.values().length > 1).as(name).isFalse();
        });
    }

    private static SafeTensors.Entry entry(Map<String, SafeTensors.Entry> entries, String name) {
        return new SafeTensors(entries, Map.of()).tensor(name);
    }
}
