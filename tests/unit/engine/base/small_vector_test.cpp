#include "engine/base/small_vector.h"

#include <string>
#include <vector>

namespace m2 {
namespace {

std::vector<int> listed(const SmallVector<int, 2>& items) {
  return std::vector<int>(items.begin(), items.end());
}

}  // namespace

SCENARIO("a small vector holds what is put into it, however much that is") {
  const std::size_t count = GENERATE(as<std::size_t>{}, 0, 1, 2, 3, 4, 5, 100);
  CAPTURE(count);
  SmallVector<int, 2> items;
  std::vector<int> expected;
  for (std::size_t i = 0; i < count; ++i) {
    items.push_back(static_cast<int>(i * i));
    expected.push_back(static_cast<int>(i * i));
  }
  CHECK(items.size() == count);
  CHECK(items.empty() == (count == 0));
  CHECK(listed(items) == expected);
  CHECK(std::vector<int>(items.rbegin(), items.rend()) ==
        std::vector<int>(expected.rbegin(), expected.rend()));
  if (count > 0) {
    CHECK(items.front() == expected.front());
    CHECK(items.back() == expected.back());
    CHECK(items[count - 1] == expected[count - 1]);
  }

  THEN("a copy is another one with the same items") {
    SmallVector<int, 2> copy = items;
    CHECK(copy == items);
    copy.push_back(-1);
    CHECK(listed(items) == expected);
    CHECK_FALSE(copy == items);
    copy = items;
    CHECK(copy == items);
  }
  THEN("what is moved from can be filled again") {
    SmallVector<int, 2> moved = std::move(items);
    CHECK(listed(moved) == expected);
    items = {7};
    CHECK(listed(items) == std::vector{7});
    items = std::move(moved);
    CHECK(listed(items) == expected);
  }
  THEN("it can be made longer by another one, and shorter") {
    const SmallVector<int, 2> more = {1, 2, 3};
    items.append(more.begin(), more.end());
    expected.insert(expected.end(), {1, 2, 3});
    CHECK(listed(items) == expected);
    erase_if(items, [](int item) { return item % 2 == 0; });
    std::erase_if(expected, [](int item) { return item % 2 == 0; });
    CHECK(listed(items) == expected);
    items.clear();
    CHECK(items.empty());
  }
}

}  // namespace m2
