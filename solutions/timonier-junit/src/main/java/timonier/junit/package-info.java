/// A JUnit extension that gives a test a whole cluster: [TimonierCluster]. It needs Java 25 and
/// JUnit 5.11 or newer, and logs by SLF4J.
///
/// ```xml
/// <dependencyManagement>
///   <dependencies>
///     <dependency>
///       <groupId>timonier</groupId>
///       <artifactId>timonier-bom</artifactId>
///       <version>1.0-SNAPSHOT</version>
///       <type>pom</type>
///       <scope>import</scope>
///     </dependency>
///   </dependencies>
/// </dependencyManagement>
/// <dependencies>
///   <dependency>
///     <groupId>timonier</groupId>
///     <artifactId>timonier-junit</artifactId>
///     <scope>test</scope>
///   </dependency>
/// </dependencies>
/// ```
///
/// No type here has the name of one in fabric8's client or its models, so tests may import both.
@NullMarked
package timonier.junit;

import org.jspecify.annotations.NullMarked;
