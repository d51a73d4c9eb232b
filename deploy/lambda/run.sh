#!/bin/sh
# Started by the Lambda Web Adapter in the folder of the packaged application.
exec java -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port="${AWS_LWA_PORT:-8080}" -jar "${LAMBDA_TASK_ROOT:-.}/quarkus-run.jar"
