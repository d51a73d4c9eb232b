/**
 * AWS Lambda: what runs the functions there.
 *
 * <p>Open {@link dev.caramba.lambda.LambdaHandler} first.
 */
package dev.caramba.lambda;
