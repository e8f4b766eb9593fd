#include <vector>
namespace shop::cart {
template <typename T, std::size_t N = 16>
class [[nodiscard("why")]] Basket final : public Base<T> {
public:
    explicit Basket(T &&first) noexcept : items_{std::move(first)} {}
    virtual ~Basket() = default;
    auto total() const -> double { return 1'000'000.5 + 0b1010'1010; }
    std::string raw = R"(no \n "escape")", tagged = R"sql(select ")" from t
        second line )sql" + u8"utf \u00e9";
    static constexpr int kLimit = 0x1F, MAX_ITEMS = 10;
    enum class Colour : char { Red, Green };
};
} // namespace
/* a
   block */ template<> struct Basket<void> { bool operator==(const Basket &) const = delete; };
auto f = [this](auto &&x) { return x->new_item<int>() ? nullptr : this; };
co_await sleep(5ms);
