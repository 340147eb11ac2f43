/// A JUnit 5 extension that gives a test a whole cluster: [Cluster].
@NullMarked
package timonier.junit;

import org.jspecify.annotations.NullMarked;
