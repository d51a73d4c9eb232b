package dev.caramba.packaged;

import java.util.Map;

/** The packaged Lambda function as Lambda runs it: by its Java runtime, or the native executable by itself. */
class LambdaIT extends LambdaContract {

    @Override
    LambdaProcess start(Map<String, String> environment) {
        return LambdaProcess.start(environment);
    }
}
