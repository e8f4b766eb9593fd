<!DOCTYPE html>
<p class="<?= $class ?>" id='x'>Hello <?php echo "name: $name[0] {$user->name['x']} \u{e9} \$5"; // remark ?> &amp; text</p>
<?php
declare(strict_types=1);
namespace Shop\Cart;
#[Attribute(flags: 1)]
final class Shape extends Base implements Countable {
    private const MAX_SIZE = 1_000 + 0xFF + 1.5e-3;
    public function area(?int $x = null, string ...$rest): static|false {
        # another remark
        /* a block
           comment */
        $text = 'single \' and \n raw' . `ls $dir`;
        $here = <<<EOT
            value: {$this->x} and $name
            EOT . 'after';
        $raw = <<<'RAW'
        not $interpolated
        RAW;
        return match (true) { $x instanceof self => fn($y) => $y <=> 2, default => PHP_EOL };
    }
}
?>
<script>let x = "<b>";</script>
