#!/usr/bin/perl
use strict; # a comment
package Shop::Cart;
my %hash = (key => 'it\'s', $list[0] => "name: $name @{[1]} \x{e9} ${y}");
sub area { my ($self, @rest) = @_; return $#rest % 2 / 3; }
my $x = q{raw {nested} \n} . qq[a $b [c]] . join ',', qw(one two);
if ($line =~ m{^/path} || $line =~ /[\/a]+/i) { $line =~ s/old/new/g; tr/a-z/A-Z/; }
print <<"EOT", <<'RAW';
interpolated $name
EOT
not $interpolated
RAW
$key =~ s!/\./!'!g; s{::|'}{/}g; local $" = ', '; y|a|b|;
=pod

Documentation with sub and "quotes".

=cut
print 0xFF + 1_000.5e3 unless defined $_;
__END__
sub none {}
