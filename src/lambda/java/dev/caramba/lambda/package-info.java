/**
 * The functions on AWS Lambda and what runs them there.
 *
 * <p>Open {@link dev.caramba.lambda.LambdaHandler} first.
 */
package dev.caramba.lambda;
