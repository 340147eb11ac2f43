package timonier.kit.course;

/// What a user is told in a sentence: what was wrong, and what to do.
public final class CourseFailure extends RuntimeException {

  private final String sentence;

  /// A sentence for the user.
  public CourseFailure(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  /// What the user is told.
  public String sentence() {
    return sentence;
  }
}
