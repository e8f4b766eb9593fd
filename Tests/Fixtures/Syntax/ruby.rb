#!/usr/bin/env ruby
require 'set'
=begin
a block comment with def and "quotes"
=end
module Shop
  class Shape < Base
    attr_reader :name, :size?
    MAX_SIZE = 1_000.5e3 + 0xFF
    def self.area!(width:, height: 2) = @@count / 2 / width
    def empty?; @items.nil? && $stdout.puts("a #{@name} and #{"in #{deep}"} \u{1F600 41} \n #@x"); end
    text = <<~EOS.strip + <<-'RAW'
      interpolated #{name.map { |x| "<#{x}>" }} and \t
    EOS
      not #{interpolated} \n
      RAW
    words = %w[one two [three]] + %i(a b) + [%q(it's (nested)), %Q{a #{b} {c}}]
    re = /[\/a-z]+\/#{x}/mix if line =~ /^#/
    hash = { "key": 1, if: :sym, 'a' => :"b #{c}", d: ?x }
    puts <<ONE, 'single \' \n'
plain #{heredoc}
ONE
    x = a ? b : c; y = z << 2; y = z / 2
    case x when String then :ok else nil end
  end
end
__END__
def data is no code
