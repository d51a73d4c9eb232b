package dev.caramba.packaged;

import java.util.Map;

/**
 * The packaged Lambda function as its own runtime, which the native executable is, on a JVM: what native images do in
 * that role is shown without one. In a native build {@link LambdaIT} shows it.
 */
@JvmOnly
class LambdaLoopIT extends LambdaContract {

    @Override
    LambdaProcess start(Map<String, String> environment) {
        return LambdaProcess.startAsItsOwnRuntime(environment);
    }
}
