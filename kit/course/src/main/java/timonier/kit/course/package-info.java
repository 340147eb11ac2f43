/// The course engine, for a learner's loop, an author's check and a grader. It knows nothing about
/// the subject that is taught.
///
/// A [Course] is a folder with a file `course.yaml`. Its exercises are methods of the solutions
/// that carry a tag ([TaggedSource]); a [Starter] is a solution without their bodies. [Marking]
/// compiles what a learner wrote ([SourceCompiler]), runs the checks of an exercise in a JVM of
/// their own ([CheckJvm], [CheckMain]) and returns a [Verdict]. [Progress] remembers it.
///
/// Read in this order: [Course], [TaggedSource], [Starter], [Marking], [Verdict], [Progress],
/// [CourseCommands].
@NullMarked
package timonier.kit.course;

import org.jspecify.annotations.NullMarked;
