package timonier.apiserver.rules.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CronScheduleTest {

  @Test
  void fields_hold_numbers_names_ranges_and_steps() {
    for (var schedule :
        new String[] {
          "* * * * *",
          "*/5 * * * *",
          "0 8-18/2 1,15 jan-MAR mon-fri",
          "59 23 31 12 6",
          "5/15 ? * * ?",
          "  0   0 * * sun  ",
        }) {
      assertThat(CronSchedule.fault(schedule)).as(schedule).isEmpty();
    }
  }

  @Test
  void values_out_of_range_are_reported() {
    assertThat(CronSchedule.fault("60 * * * *"))
        .contains("end of range (60) above maximum (59): 60");
    assertThat(CronSchedule.fault("* * 0 * *"))
        .contains("beginning of range (0) below minimum (1): 0");
    assertThat(CronSchedule.fault("9-8 * * * *"))
        .contains("beginning of range (9) beyond end of range (8): 9-8");
    assertThat(CronSchedule.fault("* * * * 7")).isPresent();
    assertThat(CronSchedule.fault("*/0 * * * *"))
        .contains("step of range should be a positive number: */0");
  }

  @Test
  void text_that_is_not_a_schedule_is_reported() {
    assertThat(CronSchedule.fault("* * * *"))
        .contains("expected exactly 5 fields, found 4: [* * * *]");
    assertThat(CronSchedule.fault("x * * * *")).contains("failed to parse int from x");
    assertThat(CronSchedule.fault("1-2-3 * * * *")).contains("too many hyphens: 1-2-3");
    assertThat(CronSchedule.fault("1/2/3 * * * *")).contains("too many slashes: 1/2/3");
  }

  @Test
  void some_schedules_have_names() {
    assertThat(CronSchedule.fault("@hourly")).isEmpty();
    assertThat(CronSchedule.fault("@every 1h30m")).isEmpty();
    assertThat(CronSchedule.fault("@every day")).isPresent();
    assertThat(CronSchedule.fault("@often")).contains("unrecognized descriptor: @often");
  }

  @Test
  void a_schedule_may_name_a_time_zone() {
    assertThat(CronSchedule.fault("TZ=Europe/Berlin 0 0 * * *")).isEmpty();
    assertThat(CronSchedule.fault("CRON_TZ=Nowhere 0 0 * * *")).isPresent();
    assertThat(CronSchedule.isZone("UTC")).isTrue();
  }
}
