/**
 * A real model server for tests: llama.cpp's own, with models that say exact texts. Python 3 and PyPI are needed once;
 * what they bring is kept in a folder of the user's.
 *
 * <p>Open {@link dev.caramba.real.RealServer} first. The scripts and the packages are in {@code src/test/real}.
 */
package dev.caramba.real;
