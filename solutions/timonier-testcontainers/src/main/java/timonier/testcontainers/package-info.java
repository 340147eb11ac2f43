/// A Testcontainers module that runs a whole cluster in one container: [TimonierContainer]. It
/// needs a JDK 25 on Linux with the GNU C library, a Docker Engine, and no registry.
///
/// ```xml
/// <dependency>
///   <groupId>timonier</groupId>
///   <artifactId>timonier-testcontainers</artifactId>
///   <scope>test</scope>
/// </dependency>
/// ```
///
/// The version comes from `timonier-bom`. Neither the orchestrator nor its libraries are on the
/// class path of the test: they are resources of `timonier-distribution`.
@NullMarked
package timonier.testcontainers;

import org.jspecify.annotations.NullMarked;
