package timonier.apiserver.patches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.JsonFormat;

class JsonPatchTest {

  private static final String DOCUMENT = "{'a':{'b':1},'l':[1,2,3]}";

  private static JsonNode json(String text) {
    return JsonFormat.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static String patched(String operation) {
    var patched = JsonPatch.apply(json(DOCUMENT), json("[" + operation + "]"));
    return patched.toString().replace('"', '\'');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'op':'add','path':'/l/-','value':4} | {'a':{'b':1},'l':[1,2,3,4]}",
        "{'op':'add','path':'/l/0','value':0} | {'a':{'b':1},'l':[0,1,2,3]}",
        "{'op':'remove','path':'/l/-1'} | {'a':{'b':1},'l':[1,2]}",
        "{'op':'replace','path':'/l/2','value':4} | {'a':{'b':1},'l':[1,2,4]}",
        "{'op':'replace','path':'/a/c','value':2} | {'a':{'b':1,'c':2},'l':[1,2,3]}",
        "{'op':'replace','path':'','value':{}} | {}",
        "{'op':'add','path':'x/a','value':1} | {'a':1,'l':[1,2,3]}",
        "{'op':'test','path':'/none','value':null} | {'a':{'b':1},'l':[1,2,3]}",
        "{'op':'move','from':'/a/b','path':'/c'} | {'a':{},'l':[1,2,3],'c':1}",
      })
  void an_operation_is_carried_out(String operation, String expected) {
    assertThat(patched(operation)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'op':'x','path':'/a'} | 422",
        "{'path':'/a'} | 422",
        "{'op':'add'} | 422",
        "{'op':'add','path':'','value':{}} | 422",
        "{'op':'add','path':'/l/5','value':1} | 422",
        "{'op':'add','path':'/l/x','value':1} | 422",
        "{'op':'add','path':'/none/a','value':1} | 422",
        "{'op':'remove','path':'/none'} | 422",
        "{'op':'replace','path':'/l/3','value':1} | 422",
        "{'op':'test','path':'/a/b','value':2} | 422",
        "{'op':'move','from':'/none','path':'/a'} | 422",
        "1 | 400",
      })
  void what_cannot_be_carried_out_is_refused(String operation, int code) {
    var refusal = catchThrowableOfType(ApiException.class, () -> patched(operation));
    assertThat(refusal.status().code()).isEqualTo(code);
  }
}
