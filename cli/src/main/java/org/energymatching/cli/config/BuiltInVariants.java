package org.energymatching.cli.config;

import java.util.List;
import org.energymatching.cli.kernel.EulerMaruyamaConfig;
import org.energymatching.cli.kernel.GradientDescentConfig;
import org.energymatching.cli.kernel.GradientFlowConfig;
import org.energymatching.cli.kernel.HeunConfig;
import org.energymatching.cli.kernel.HmcConfig;
import org.energymatching.cli.kernel.ImplicitEulerMaruyamaConfig;
import org.energymatching.cli.kernel.MalaConfig;
import org.energymatching.cli.kernel.NesterovConfig;
import org.energymatching.cli.kernel.NoUturnConfig;
import org.energymatching.cli.kernel.ParallelTemperingConfig;
import org.energymatching.cli.kernel.Rk45Config;
import org.energymatching.cli.loss.ContrastiveDivergenceConfig;
import org.energymatching.cli.loss.DenoisingScoreMatchingConfig;
import org.energymatching.cli.loss.EnergyDiscrepancyConfig;
import org.energymatching.cli.loss.EquilibriumMatchingConfig;
import org.energymatching.cli.loss.ExactCouplingConfig;
import org.energymatching.cli.loss.FlowMatchingConfig;
import org.energymatching.cli.loss.GreedyCouplingConfig;
import org.energymatching.cli.loss.IndependentCouplingConfig;
import org.energymatching.cli.loss.NoiseContrastiveEstimationConfig;
import org.energymatching.cli.loss.PersistentContrastiveDivergenceConfig;
import org.energymatching.cli.loss.ReflowConfig;
import org.energymatching.cli.loss.ScoreMatchingConfig;
import org.energymatching.cli.loss.SinkhornCouplingConfig;
import org.energymatching.cli.loss.StationarityConfig;
import org.energymatching.cli.loss.TransportEndpointConfig;
import org.energymatching.cli.network.ImageNetworkConfig;
import org.energymatching.cli.network.MlpConfig;
import org.energymatching.cli.network.MlpHeadConfig;
import org.energymatching.cli.network.SequenceNetworkConfig;
import org.energymatching.cli.network.VisionHeadConfig;
import org.energymatching.cli.schema.Variant;
import org.energymatching.cli.schema.VariantProvider;
import org.energymatching.cli.source.EightGaussiansConfig;
import org.energymatching.cli.source.FittedMixtureConfig;
import org.energymatching.cli.source.StandardNormalConfig;
import org.energymatching.cli.source.TwoMoonsConfig;

/** The losses, couplings, kernels, networks and sources that come with the program. */
public final class BuiltInVariants implements VariantProvider {

    @Override
    public List<Class<? extends Variant>> variants() {
        return List.of(
                FlowMatchingConfig.class,
                ContrastiveDivergenceConfig.class,
                DenoisingScoreMatchingConfig.class,
                NoiseContrastiveEstimationConfig.class,
                PersistentContrastiveDivergenceConfig.class,
                TransportEndpointConfig.class,
                StationarityConfig.class,
                EquilibriumMatchingConfig.class,
                ScoreMatchingConfig.class,
                EnergyDiscrepancyConfig.class,
                ReflowConfig.class,
                ExactCouplingConfig.class,
                SinkhornCouplingConfig.class,
                IndependentCouplingConfig.class,
                GreedyCouplingConfig.class,
                EulerMaruyamaConfig.class,
                HeunConfig.class,
                GradientFlowConfig.class,
                GradientDescentConfig.class,
                NesterovConfig.class,
                Rk45Config.class,
                MalaConfig.class,
                HmcConfig.class,
                ParallelTemperingConfig.class,
                ImplicitEulerMaruyamaConfig.class,
                NoUturnConfig.class,
                MlpConfig.class,
                ImageNetworkConfig.class,
                SequenceNetworkConfig.class,
                VisionHeadConfig.class,
                MlpHeadConfig.class,
                StandardNormalConfig.class,
                EightGaussiansConfig.class,
                TwoMoonsConfig.class,
                FittedMixtureConfig.class);
    }
}
