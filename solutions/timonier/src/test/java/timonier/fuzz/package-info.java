/// Bad input on every endpoint: a fuzzer that learns its grammar from what the server publishes.
///
/// A [Production] makes a valid request of one verb from the server's own discovery and OpenAPI
/// documents ([Api], [Documents]), so a new kind is fuzzed without a change here. Then a [Mutation]
/// breaks it, at one of several levels: its document, its parameters, its path, its bytes, its
/// connection. [Rules] judges the answer.
///
/// Read in this order: [Production], [Mutation], [Rules], [Fuzzer], [BadInputScenario].
@NullMarked
package timonier.fuzz;

import org.jspecify.annotations.NullMarked;
