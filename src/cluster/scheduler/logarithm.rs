//! The natural logarithm, the same on every machine: the spread's weights need it, and the library's differs between
//! targets.

/// The natural logarithm of a whole number from 1, by the algorithm Go's `math.Log` takes from FreeBSD's `e_log.c`:
/// `x = 2^k (1 + f)`, and a polynomial in `f / (2 + f)`. Only additions, multiplications and divisions, which are
/// exact to the last bit everywhere.
#[expect(clippy::cast_precision_loss, reason = "numbers of nodes and domains are far below 2^52")]
pub(super) fn ln(number: u64) -> f64 {
    const LN2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
    const LN2_LOW: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);
    const L1: f64 = f64::from_bits(0x3fe5_5555_5555_5593);
    const L2: f64 = f64::from_bits(0x3fd9_9999_9997_fa04);
    const L3: f64 = f64::from_bits(0x3fd2_4924_9422_9359);
    const L4: f64 = f64::from_bits(0x3fcc_71c5_1d8e_78af);
    const L5: f64 = f64::from_bits(0x3fc7_4664_96cb_03de);
    const L6: f64 = f64::from_bits(0x3fc3_9a09_d078_c69f);
    const L7: f64 = f64::from_bits(0x3fc2_f112_df3e_5244);
    let number = number.max(1) as f64;
    // The mantissa in [1/2, 1) and its power of two.
    let bits = number.to_bits();
    let mut power = f64::from(u32::try_from(bits >> 52).unwrap_or(0)) - 1022.0;
    let mut mantissa = f64::from_bits(bits & 0x000f_ffff_ffff_ffff | 0x3fe0_0000_0000_0000);
    if mantissa < std::f64::consts::SQRT_2 / 2.0 {
        mantissa *= 2.0;
        power -= 1.0;
    }
    let f = mantissa - 1.0;
    let s = f / (2.0 + f);
    let s2 = s * s;
    let s4 = s2 * s2;
    let t1 = s2 * (L1 + s4 * (L3 + s4 * (L5 + s4 * L7)));
    let t2 = s4 * (L2 + s4 * (L4 + s4 * L6));
    let r = t1 + t2;
    let half_square = 0.5 * f * f;
    power * LN2_HIGH - ((half_square - (s * (half_square + r) + power * LN2_LOW)) - f)
}

#[cfg(test)]
mod tests {
    use super::ln;

    #[test]
    fn is_the_logarithm_to_the_last_bit_but_one() {
        assert_eq!(ln(1).to_bits(), 0);
        for (number, bits) in [
            (2, 0x3fe6_2e42_fefa_39ef),
            (3, 0x3ff1_93ea_7aad_030b),
            (4, 0x3ff6_2e42_fefa_39ef),
            (5, 0x3ff9_c041_f7ed_8d33),
            (7, 0x3fff_2272_ae32_5a57),
            (10, 0x4002_6bb1_bbb5_5516),
            (102, 0x4012_7ff8_df87_c7bd),
            (502, 0x4018_dfd8_b5b3_e920),
            (5002, 0x4021_0901_f6dc_84b9),
            (1_000_000, 0x402b_a18a_998f_ffa0),
        ] {
            assert!(ln(number).to_bits().abs_diff(bits) <= 1, "{number}: {}", ln(number));
        }
    }
}
