#include "kiosk/screens/quiz_sheet.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/app/format.h"
#include "kiosk/app/gallery.h"
#include "kiosk/draw/zellige.h"
#include "kiosk/quiz/quiz.h"
#include "kiosk/screens/bar.h"
#include "kiosk/screens/city_cards.h"

namespace kiosk {
namespace {

class QuizSheet {
 public:
  explicit QuizSheet(const Scene& scene)
      : m_scene(scene),
        m_layout(scene.layout),
        m_frame(scene.frame),
        m_quiz(make_quiz(scene.pack, scene.state.quiz.number)) {}

  void draw() {
    draw_sheet_ground(m_scene);
    const Rect& all = m_layout.screen;
    const float width = std::min(all.w - 2 * m_layout.margin, m_layout.px(1300));
    m_column = {(all.w - width) / 2, 0, width, all.h};
    const float foot = all.h - m_layout.target - m_layout.px(40);
    draw_foot({m_layout.margin, foot, all.w - 2 * m_layout.margin, m_layout.target});
    m_floor = foot - m_layout.px(40);
    draw_progress();
    const auto asked = static_cast<std::size_t>(m_scene.state.quiz.question);
    if (asked >= m_quiz.size()) return draw_result();
    draw_question(m_quiz[asked]);
  }

 private:
  // A star a question: right ones shine.
  void draw_progress() {
    const float radius = m_layout.px(22);
    const float step = 3 * radius;
    const auto count = static_cast<float>(m_quiz.size());
    float x = m_layout.screen.w / 2 - (count - 1) * step / 2;
    const float y = m_layout.px(m_layout.landscape ? 76 : 120);
    for (std::size_t i = 0; i < m_quiz.size(); ++i) {
      const Vec2 at{x, y};
      const auto now = static_cast<std::size_t>(m_scene.state.quiz.question);
      const bool done = i < now;
      const std::size_t place = m_layout.right_to_left ? m_quiz.size() - 1 - i : i;
      const Vec2 shown{m_layout.screen.w / 2 + (static_cast<float>(place) - (count - 1) / 2) * step,
                       at.y};
      if (done) {
        m_frame.star_shape(shown, star_rim(shown, radius), m_scene.theme.saffron);
      } else {
        m_frame.path(star_rim(shown, radius),
                     i == now ? m_scene.theme.saffron : m_scene.theme.chrome_line, m_layout.px(3),
                     true);
      }
      x += step;
    }
  }

  [[nodiscard]] std::string question_of(const QuizQuestion& question) const {
    const Language language = m_scene.state.language;
    const City* home = m_scene.pack.city(m_scene.pack.values().homes.front());
    const City* about = m_scene.pack.city(question.about);
    const std::string_view home_name = m_scene.resolve(home->name).text;
    const std::string_view name = about == nullptr ? "" : m_scene.resolve(about->name).text;
    switch (question.kind) {
      case QuizKind::kHome:
        return m_scene.words.format("quiz.ask.home", language, {{"city", name}});
      case QuizKind::kCountry:
        return m_scene.words.format("quiz.ask.country", language, {{"city", name}});
      case QuizKind::kFarthest:
        return m_scene.words.format("quiz.ask.farthest", language, {{"home", home_name}});
      case QuizKind::kLargest:
        return std::string(m_scene.say("quiz.ask.largest"));
      case QuizKind::kNorthernmost:
        return std::string(m_scene.say("quiz.ask.north"));
    }
    return {};
  }

  [[nodiscard]] std::string answer_of(const QuizQuestion& question, std::size_t index) const {
    if (question.kind == QuizKind::kCountry) {
      const auto name = m_scene.words.country(question.countries[index], m_scene.state.language);
      return std::string(name.value_or(question.countries[index]));
    }
    const City* city = m_scene.pack.city(question.cities[index]);
    return city == nullptr ? std::string() : std::string(m_scene.resolve(city->name).text);
  }

  float draw_words(const std::string& words, float y, float larger, Colour colour) {
    TextStyle style = m_scene.style(TypeRole::kTitle);
    style.px = std::round(style.px * larger);
    style.max_width = m_column.w;
    style.align = TextAlign::kCentre;
    style.balanced = true;
    style.line_height = m_scene.state.language == Language::kArabic ? 1.4F : 1.2F;
    const ShapedText& text = m_frame.shape(words, m_scene.state.language, style);
    m_frame.text(text, {m_column.x, y}, colour);
    return y + text.size.y;
  }

  void draw_question(const QuizQuestion& question) {
    const auto& state = m_scene.state.quiz;
    float y = draw_words(question_of(question), m_layout.px(m_layout.landscape ? 150 : 240), 1.1F,
                         m_scene.theme.on_chrome);
    y += m_layout.px(36);
    const float gap = m_layout.px(20);
    const float height = std::max(m_layout.target, m_layout.px(118));
    const bool right = state.answer && static_cast<std::size_t>(*state.answer) == question.right;
    const std::string words =
        right ? std::string(m_scene.say("quiz.right"))
              : m_scene.words.format("quiz.nearly", m_scene.state.language,
                                     {{"answer", answer_of(question, question.right)}});
    if (m_layout.landscape && (m_layout.reach || m_layout.text > 1)) {
      // Side by side, low where controls are; the word about them stands above.
      m_column = {m_layout.margin, 0, m_layout.screen.w - 2 * m_layout.margin, 0};
      if (state.answer) y = draw_words(words, y, 0.8F, m_scene.theme.saffron) + m_layout.px(24);
      if (m_layout.reach) y = std::max(y, m_layout.screen.h * 0.6F);
      const auto count = static_cast<float>(question.answers());
      const float width = (m_column.w - gap * (count - 1)) / count;
      for (std::size_t i = 0; i < question.answers(); ++i) {
        const float x = static_cast<float>(i) * (width + gap);
        draw_answer(question, i, m_layout.within(m_column, {x, y, width, height}));
      }
      y += height + gap;
    } else {
      if (m_layout.reach) y = std::max(y, m_layout.screen.h * 0.6F);
      for (std::size_t i = 0; i < question.answers(); ++i) {
        draw_answer(question, i, {m_column.x, y, m_column.w, height});
        y += height + gap;
      }
    }
    Zone& told = m_frame.add_zone();
    told.id = "quiz:question";
    told.role = ZoneRole::kSurface;
    told.label = question_of(question);
    if (!state.answer) return;
    told.label = words;
    const bool told_above = m_layout.landscape && (m_layout.reach || m_layout.text > 1);
    if (!told_above) {
      y = draw_words(words, y + m_layout.px(8), 0.8F, m_scene.theme.saffron) + m_layout.px(24);
    }
    const bool last = static_cast<std::size_t>(state.question) + 1 >= m_quiz.size();
    draw_lead("quiz:next", last ? "quiz.finish" : "quiz.next", Icon::kNext, NextQuestion{}, y);
  }

  void draw_answer(const QuizQuestion& question, std::size_t index, const Rect& place) {
    const auto& state = m_scene.state.quiz;
    const bool right = index == question.right;
    const bool chosen = state.answer && static_cast<std::size_t>(*state.answer) == index;
    Button button;
    button.id = "quiz:answer:" + std::to_string(index + 1);
    button.label = answer_of(question, index);
    button.language = m_scene.state.language;
    button.role = TypeRole::kHeading;
    button.rect = place;
    button.radius = m_layout.px(28);
    button.intent = AnswerQuiz{static_cast<int>(index), right};
    // The right one shines once there is an answer; a wrong choice is only no longer lit.
    button.selected = state.answer && right;
    if (button.selected) button.icon = Icon::kCheck;
    button.tone = chosen && !right ? ButtonTone::kDark : ButtonTone::kChrome;
    draw_button(m_scene.kit, button);
  }

  void draw_lead(const char* id, const char* key, Icon icon, Intent intent, float y) {
    Button button;
    button.id = id;
    button.label = m_scene.say(key);
    button.language = m_scene.state.language;
    button.icon = icon;
    button.tone = ButtonTone::kStrong;
    button.intent = std::move(intent);
    button.rect.h = m_layout.target;
    button.rect.w = std::max(button_width(m_scene.kit, button), m_layout.px(360));
    button.rect.x = m_layout.screen.w / 2 - button.rect.w / 2;
    button.rect.y = m_layout.reach ? m_floor - button.rect.h : std::min(y, m_floor - button.rect.h);
    draw_button(m_scene.kit, button);
  }

  void draw_result() {
    const Language language = m_scene.state.language;
    const auto number = [&](int value) { return format_number(m_scene.words, language, value); };
    const float radius = m_layout.px(150);
    const float top = m_layout.px(m_layout.landscape ? 170 : 320);
    const Vec2 centre{m_layout.screen.w / 2, top + radius};
    m_frame.star_shape(centre, star_rim(centre, radius), m_scene.theme.saffron);
    const std::string score =
        m_scene.words.format("quiz.score", language,
                             {{"count", number(m_scene.state.quiz.right)},
                              {"of", number(static_cast<int>(m_quiz.size()))}});
    TextStyle style = m_scene.style(TypeRole::kHeading);
    style.px = std::round(m_layout.px(46));
    const ShapedText& text = m_frame.shape(score, language, style);
    m_frame.text(text, centre - text.size * 0.5F, m_scene.theme.on_saffron);
    const float y = draw_words(std::string(m_scene.say("quiz.thanks")),
                               centre.y + radius + m_layout.px(36), 1.1F, m_scene.theme.on_chrome);
    draw_lead("quiz:again", "quiz.again", Icon::kReset, BeginQuiz{}, y + m_layout.px(36));
  }

  void draw_foot(const Rect& row) {
    Button close;
    close.id = "close";
    close.label = m_scene.say("close");
    close.language = m_scene.state.language;
    close.show_label = false;
    close.icon = Icon::kClose;
    close.intent = OpenSheet{Sheet::kNone};
    close.rect = m_layout.within(row, {0, 0, row.h, row.h});
    draw_button(m_scene.kit, close);
    const float left = row.w - row.h - m_layout.px(kBarGap);
    draw_languages(m_scene, m_layout.within(row, {row.h + m_layout.px(kBarGap), 0, left, row.h}));
  }

  const Scene& m_scene;
  const Layout& m_layout;
  Frame& m_frame;
  std::vector<QuizQuestion> m_quiz;
  Rect m_column;
  float m_floor = 0;
};

}  // namespace

void draw_quiz_sheet(const Scene& scene, double strength) {
  scene.frame.set_opacity(strength);
  QuizSheet(scene).draw();
  scene.frame.set_opacity(1);
}

}  // namespace kiosk
