package dev.millrace.live;

import dev.millrace.event.Positions;
import dev.millrace.fault.Fault;
import dev.millrace.fault.MillraceException;
import dev.millrace.http.Keys;
import dev.millrace.http.Scope;
import dev.millrace.metrics.Metrics;
import dev.millrace.query.Question;
import dev.millrace.query.QuestionFormat;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /v1/live?q=…}: the answer to a question, and again whenever it has changed.
 *
 * <p>A page that shows many answers asks for all of them in one stream, since browsers open few
 * connections to a server: {@code q} may be repeated, and {@code status} adds the pipeline's state,
 * {@code events} the newest events. The events of such a stream are named {@code 0}, {@code 1}, …,
 * {@code status} and {@code events}; those of a single topic have no name. A question that cannot
 * be answered for now is an event {@code problem}, or {@code problem.0} and so on.
 */
public final class LiveRoutes implements HttpService {
  /** Questions in one stream. */
  static final int MAX_QUESTIONS = 20;

  private static final HeaderName LAST_EVENT_ID = HeaderNames.create("last-event-id");

  private final LiveStage stage;
  private final Keys keys;
  private final SharedQuestions shared;
  private final Metrics metrics;

  public LiveRoutes(LiveStage stage, Keys keys, SharedQuestions shared, Metrics metrics) {
    this.stage = stage;
    this.keys = keys;
    this.shared = shared;
    this.metrics = metrics;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/v1/live", this::follow);
  }

  private void follow(ServerRequest request, ServerResponse response) {
    String secret = request.query().first("key").or(() -> Keys.secret(request)).orElse("");
    Optional<SharedQuestions.Shared> opened = shared.sharedBy(secret);
    List<Question> questions =
        opened.map(SharedQuestions.Shared::questions).orElseGet(() -> asked(request));
    String project = opened.map(SharedQuestions.Shared::project).orElseGet(() -> project(request));
    Map<String, Topic> topics = topics(project, questions);
    if (opened.isEmpty()) {
      addMore(request, project, topics);
    }
    requireTopics(questions.size(), topics.size());
    List<Positions> after = questions.stream().map(question -> question.basis().after()).toList();
    Reader reader =
        stage.questions().join(topics, after, request.headers().first(LAST_EVENT_ID).orElse(""));
    try {
      for (Question question : questions) {
        awaitPosition(question);
      }
      new EventStream(reader, response, metrics).run();
    } finally {
      stage.questions().leave(reader);
    }
  }

  private static List<Question> asked(ServerRequest request) {
    return request.query().all("q", List::of).stream().map(QuestionFormat::parse).toList();
  }

  private static void addMore(ServerRequest request, String project, Map<String, Topic> topics) {
    if (request.query().contains("status")) {
      topics.put("status", new Topic.Status(project));
    }
    if (request.query().contains("events")) {
      topics.put("events", new Topic.Newest(project));
    }
  }

  private static void requireTopics(int questions, int topics) {
    if (topics == 0) {
      throw new MillraceException(
          Fault.INVALID_QUESTION,
          "no question in the request",
          "send it as JSON, percent-encoded: /v1/live?q={\"measures\":[\"count\"]}",
          null);
    }
    if (questions > MAX_QUESTIONS) {
      throw new MillraceException(
          Fault.INVALID_QUESTION,
          questions + " questions for one stream",
          "ask at most " + MAX_QUESTIONS + ", and the others in another stream",
          null);
    }
  }

  /** Questions are called by their place in the request. */
  private static Map<String, Topic> topics(String project, List<Question> questions) {
    Map<String, Topic> topics = new LinkedHashMap<>();
    for (int index = 0; index < questions.size(); index++) {
      topics.put(
          Integer.toString(index), new Topic.Asked(project, questions.get(index).withoutWaiting()));
    }
    return topics;
  }

  private void awaitPosition(Question question) {
    boolean reached;
    try {
      reached = stage.await(question.basis().after(), question.basis().timeout());
    } catch (InterruptedException e) {
      throw new MillraceException(Fault.STOPPING, "the server is stopping", e);
    }
    if (!reached) {
      throw new MillraceException(
          Fault.POSITION_NOT_REACHED,
          "the store has not reached " + question.basis().after() + " in time",
          "ask again, wait longer with \"timeout\", or ask without \"after\"",
          null);
    }
  }

  /** EventSource cannot send headers, so the key may be in the address too. */
  private String project(ServerRequest request) {
    return request
        .query()
        .first("key")
        .map(secret -> keys.require(secret, Scope.READ))
        .orElseGet(() -> keys.require(request, Scope.READ))
        .project();
  }
}
