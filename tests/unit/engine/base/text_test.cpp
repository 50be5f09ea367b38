#include "engine/base/text.h"

#include <algorithm>
#include <random>

#include "engine/base/ascii.h"

using namespace m2;

namespace {

// By the definition: insert, delete, replace, swap neighbours; letters without case.
std::size_t slow_distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      const bool same = lower(a.substr(i - 1, 1)) == lower(b.substr(j - 1, 1));
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (same ? 0U : 1U)});
      if (i > 1 && j > 1 && lower(a.substr(i - 1, 1)) == lower(b.substr(j - 2, 1)) &&
          lower(a.substr(i - 2, 1)) == lower(b.substr(j - 1, 1)))
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

// The same, without any hurry.
std::optional<std::string> slow_nearest(const std::string& name,
                                        const std::vector<std::string>& candidates) {
  std::size_t best = (name.size() <= 3 ? 1 : std::max<std::size_t>(2, name.size() / 3)) + 1;
  std::optional<std::string> found;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = slow_distance(name, candidate);
    if (distance >= best) continue;
    best = distance;
    found = candidate;
  }
  return found;
}

}  // namespace

SCENARIO("the nearest name is what was meant") {
  const std::vector<std::string> names = {"account_status", "date_opened", "rent", "Rant",
                                          "tenant"};
  CHECK(nearest("acount_status", names) == "account_status");
  CHECK(nearest("tenat", names) == "tenant");
  CHECK(nearest("rnet", names) == "rent");  // neighbours swapped
  CHECK(nearest("rint", names) == "rent");  // the first of two that are as near
  CHECK(nearest("ACCOUNT_STATUS", names) == "account_status");
  CHECK(!nearest("balance", names));
  CHECK(!nearest(std::string(65, 'a'), std::vector<std::string>{std::string(64, 'a')}));
}

SCENARIO("stopping early finds the same name as looking at everything") {
  std::mt19937 random(7);
  const auto word = [&] {
    std::string out(1 + random() % 9, ' ');
    std::generate(out.begin(), out.end(), [&] { return "abcB_"[random() % 5]; });
    return out;
  };
  for (int round = 0; round < 3000; ++round) {
    const std::string name = word();
    std::vector<std::string> candidates;
    for (int i = 0; i < 6; ++i) candidates.push_back(word());
    CAPTURE(name, candidates);
    CHECK(edit_distance(name, candidates[0]) == slow_distance(name, candidates[0]));
    CHECK(nearest(name, candidates) == slow_nearest(name, candidates));
  }
}

SCENARIO("eight characters at a time say the same as one at a time") {
  for (std::size_t size = 0; size <= 20; ++size) {
    CAPTURE(size);
    const std::string zeros(size, '0');
    CHECK(are_digits(zeros));
    CHECK(is_ascii(zeros));
    CHECK(count_code_points(zeros) == size);
    for (std::size_t at = 0; at < size; ++at) {
      CAPTURE(at);
      for (int c = 0; c < 256; ++c) {
        std::string text = zeros;
        text[at] = static_cast<char>(c);
        if (are_digits(text) != (c >= '0' && c <= '9')) FAIL_CHECK(c);
        if (is_ascii(text) != (c < 128)) FAIL_CHECK(c);
      }
    }
  }
}
