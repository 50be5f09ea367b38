#include "engine/validate/rule_book.h"

#include <algorithm>

namespace m2 {

RuleBook::RuleBook(std::shared_ptr<const RuleRegistry> registry) : registry_(std::move(registry)) {
  for (const Rule& rule : registry_->rules())
    asks_.push_back(rule.confidence == Confidence::Low ? 0 : 1);
}

std::shared_ptr<const RuleBook> RuleBook::of(std::shared_ptr<const RuleRegistry> registry) {
  return std::shared_ptr<const RuleBook>(new RuleBook(std::move(registry)));
}

std::shared_ptr<const RuleBook> RuleBook::of_all(std::shared_ptr<const RuleRegistry> registry) {
  std::shared_ptr<RuleBook> book(new RuleBook(std::move(registry)));
  book->asks_.assign(book->asks_.size(), 1);
  return book;
}

}  // namespace m2
